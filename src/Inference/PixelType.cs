namespace VaePipeline.Inference;

/// <summary>The type of the pixels of a model's outputs.</summary>
public enum PixelType
{
    /// <summary>As the model gives them.</summary>
    Model,

    /// <summary>
    /// Bytes: a float32 output in [0, 1] is multiplied by 255, rounded half to even and saturated, as ONNX's QuantizeLinear
    /// does, inside the graph. A quarter of the memory, and no pass over the pixels outside the engine.
    /// </summary>
    Byte,
}

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>How to apply an ONNX model.</summary>
public sealed class OnnxOptions
{
    /// <summary>Path of the model.</summary>
    public string ModelFile = null!; // As in the real package, whose callers must set the first three.

    /// <summary>Names of the input columns, which are those of the model's inputs; none: all of them.</summary>
    public string[] InputColumns = null!; // As above.

    /// <summary>Names of the outputs to make columns of; none: all of them.</summary>
    public string[] OutputColumns = null!; // As above.

    /// <summary>The GPU to run on; null: the CPU.</summary>
    public int? GpuDeviceId;

    /// <summary>Whether to run on the CPU where the GPU cannot be had.</summary>
    public bool FallbackToCpu;

    /// <summary>Shapes, by tensor name, in place of those in the model; null: none.</summary>
    public IDictionary<string, int[]>? ShapeDictionary;

    /// <summary>Depth to which the model's messages may be nested; kept for saving, as nothing here parses them.</summary>
    public int RecursionLimit = 100;

    /// <summary>Threads across the graph's nodes; null: the engine's default.</summary>
    public int? InterOpNumThreads;

    /// <summary>Threads within a node; null: the engine's default.</summary>
    public int? IntraOpNumThreads;
}

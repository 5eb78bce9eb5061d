namespace VaePipeline.Inference.Graphs;

/// <summary>Numbers of the fields of the ONNX standard's onnx.proto that more than one place needs.</summary>
internal static class OnnxFields
{
    public const int ModelGraph = 7;
    public const int ModelOpset = 8;
    public const int ModelMetadata = 14;
    public const int EntryKey = 1;
    public const int GraphNode = 1;
    public const int GraphInitializer = 5;
    public const int GraphInput = 11;
    public const int GraphOutput = 12;
    public const int NodeInput = 1;
    public const int NodeOutput = 2;
    public const int NodeOperator = 4;
    public const int NodeAttribute = 5;
    public const int ValueName = 1;
    public const int TensorName = 8;
}

using Google.Protobuf;

namespace VaePipeline.Contracts.Onnx;

/// <content>How a model is read, and what is in it. Files with external data are refused.</content>
internal sealed partial class ModelProto
{
    /// <summary>What is expected of a file, for errors.</summary>
    public const string Kind = "an ONNX model";

    /// <summary>What to do with a file that is something else.</summary>
    public const string Advice = "The file is damaged or of another kind: take it as it was exported.";

    /// <summary>Every tensor of the model: of its graph, the graphs inside that, its functions and what trains it.</summary>
    public IEnumerable<TensorProto> Tensors =>
        TrainingInfo.SelectMany(training => new[] { training.Initialization, training.Algorithm }).Prepend(Graph).SelectMany(TensorsOf)
            .Concat(Functions.SelectMany(function => TensorsOf(function.Node.SelectMany(node => node.Attribute).Concat(function.AttributeProto))));

    /// <summary>Reads a model with its data in one file.</summary>
    /// <exception cref="BadInputException">The bytes are damaged, of another kind, or have external data.</exception>
    public static ModelProto ReadWhole(byte[] bytes, string path)
    {
        ModelProto model = Read(bytes, path);
        return model.Tensors.FirstOrDefault(tensor => tensor.IsExternal) is { } external
            ? throw BadInputException.In(
                path, $"tensor \"{external.Name}\" has its data in another file", "a model in one file", "Save the model without external data.")
            : model;
    }

    /// <summary>Reads a model that has an IR version and a graph.</summary>
    /// <exception cref="BadInputException">The bytes are damaged or of another kind.</exception>
    public static ModelProto Read(byte[] bytes, string path)
    {
        if (bytes.Length == 0)
        {
            throw BadInputException.AtByte(path, 0, "the file is empty", Kind, "Take the file as it was exported.");
        }

        ModelProto model = new();
        using CodedInputStream input = new(bytes);
        try
        {
            model.MergeFrom(input);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw BadInputException.AtByte(path, Position(), Fault(error), Kind, Advice, error);
        }

        // The parser stops without an error at the end of a group that never began.
        string? fault = !input.IsAtEnd ? "the end of a group that did not begin"
            : model.IrVersion == 0 ? "the file ends without an IR version"
            : model.Graph is null ? "the file ends without a graph"
            : null;
        return fault is null ? model : throw BadInputException.AtByte(path, Position(), fault, Kind, Advice);

        // At the end of its bytes a stream gives 0.
        long Position() => input.IsAtEnd ? bytes.Length : input.Position;
    }

    private static string Fault(InvalidProtocolBufferException error) => error.Message.Contains("ended unexpectedly", StringComparison.Ordinal)
        ? "a field is cut off"
        : error.Message.Split(". ")[0].TrimEnd('.');

    private static IEnumerable<TensorProto> TensorsOf(GraphProto? graph) => graph is null ? [] :
        graph.Initializer.Concat(graph.SparseInitializer.SelectMany(TensorsOf)).Concat(TensorsOf(graph.Node.SelectMany(node => node.Attribute)));

    private static IEnumerable<TensorProto> TensorsOf(SparseTensorProto sparse) => new[] { sparse.Values, sparse.Indices }.Where(tensor => tensor is not null);

    // The parser allows 100 messages within each other, so no graph lies deeper than the stack reaches.
    private static IEnumerable<TensorProto> TensorsOf(IEnumerable<AttributeProto> attributes) => attributes.SelectMany(attribute =>
        attribute.Tensors.Append(attribute.T).Where(tensor => tensor is not null)
            .Concat(attribute.SparseTensors.Append(attribute.SparseTensor).Where(sparse => sparse is not null).SelectMany(TensorsOf))
            .Concat(attribute.Graphs.Append(attribute.G).SelectMany(TensorsOf)));
}

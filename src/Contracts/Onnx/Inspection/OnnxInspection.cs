using VaePipeline.Contracts.Files;

namespace VaePipeline.Contracts.Onnx.Inspection;

/// <summary>What an ONNX file of any origin holds, read and checked without running it.</summary>
public sealed record OnnxInspection
{
    /// <summary>Length of the file in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Version of the file format.</summary>
    public required long IrVersion { get; init; }

    /// <summary>Operator sets, in the order of the file.</summary>
    public required IReadOnlyList<OnnxOpset> Opsets { get; init; }

    /// <summary>Program that wrote the file; empty where it does not say.</summary>
    public required string ProducerName { get; init; }

    /// <summary>Version of that program; empty where the file does not say.</summary>
    public required string ProducerVersion { get; init; }

    /// <summary>Name of the main graph.</summary>
    public required string GraphName { get; init; }

    /// <summary>Inputs of the main graph, without those that only give an initializer its type.</summary>
    public required IReadOnlyList<OnnxValue> Inputs { get; init; }

    /// <summary>Outputs of the main graph.</summary>
    public required IReadOnlyList<OnnxValue> Outputs { get; init; }

    /// <summary>Operators of the main graph, the most frequent first.</summary>
    public required IReadOnlyList<OnnxOperatorCount> Operators { get; init; }

    /// <summary>Numbers in the constants of the main graph, except those of type int64, bool and string, which are shapes and indices.</summary>
    public required long Parameters { get; init; }

    /// <summary>Constants that hold them.</summary>
    public required int ParameterTensors { get; init; }

    /// <summary>What the main graph computes.</summary>
    public required OnnxWork Work { get; init; }

    /// <summary>Entries of <c>metadata_props</c> in the order of the file.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; }

    /// <summary>What was not looked into, or is unusual: whole phrases.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Reads and checks a file.</summary>
    /// <param name="path">Path of the .onnx file.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">The file is damaged or of another kind; the message says where.</exception>
    public static OnnxInspection Read(string path) => Read(InputFile.ReadAllBytes(path, ModelProto.Kind), path);

    /// <summary>Reads and checks a model in memory.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <param name="path">Where they come from, for errors.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="BadInputException">The bytes are damaged or of another kind; the message says where.</exception>
    public static OnnxInspection Read(byte[] model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelProto contents = ModelProto.Read(model, path);
        if (contents.OpsetImport.Count == 0)
        {
            throw BadInputException.AtByte(path, model.Length, "the file ends without an operator set", ModelProto.Kind, ModelProto.Advice);
        }

        GraphProto graph = contents.Graph;
        TensorCheck.Check(graph, path);
        GraphCheck.Check(graph, path);
        OnnxSummary summary = OnnxSummary.Of(contents);
        List<OnnxConstant> constants = [.. OnnxConstant.In(graph)];
        List<OnnxConstant> parameters = constants.FindAll(constant => constant.IsParameter);
        return new OnnxInspection
        {
            Bytes = model.Length,
            IrVersion = contents.IrVersion,
            Opsets = summary.Opsets,
            ProducerName = contents.ProducerName,
            ProducerVersion = contents.ProducerVersion,
            GraphName = graph.Name,
            Inputs = summary.Inputs,
            Outputs = summary.Outputs,
            Operators = OnnxOperatorCount.Of(graph.Node.Select(node => node.Operator)),
            Parameters = (long)Int128.Min(long.MaxValue, parameters.Aggregate(Int128.Zero, (sum, constant) => sum + constant.Elements)),
            ParameterTensors = parameters.Count,
            Work = WorkCount.Of(graph, summary.Inputs, constants),
            Metadata = [.. contents.MetadataProps.Select(entry => KeyValuePair.Create(entry.Key, entry.Value))],
            Notes = [.. NotesOn(contents)],
        };
    }

    private static IEnumerable<string> NotesOn(ModelProto model)
    {
        List<NodeProto> withGraphs = [.. model.Graph.Node.Where(node => node.Graphs.Any())];
        int external = model.Tensors.Count(tensor => tensor.IsExternal);
        if (withGraphs.Count > 0)
        {
            string operators = string.Join(", ", OnnxOperatorCount.Of(withGraphs.Select(node => node.Operator)).Select(entry => Count(entry.Count, entry.Name)));
            yield return $"{operators}: the {Count(withGraphs.Sum(node => node.Graphs.Count()), "graphs")} inside are neither checked nor counted";
        }

        if (model.Functions.Count > 0)
        {
            yield return $"{Count(model.Functions.Count, "function")} of the file's own: neither checked nor counted";
        }

        if (external > 0)
        {
            yield return $"{Count(external, "tensor")} with the data in another file: VaePipeline runs models in one file only";
        }
    }

    private static string Count(int count, string noun) => Invariant($"{count} {noun}");
}

/// <summary>How often an operator stands in a graph.</summary>
/// <param name="Name">Operator, as <c>Conv</c>, with its domain if that is not ONNX's own: <c>com.microsoft.QLinearConv</c>.</param>
/// <param name="Count">Number of its nodes in the main graph.</param>
public sealed record OnnxOperatorCount(string Name, int Count)
{
    /// <summary>Counts names, the most frequent first, then by the alphabet.</summary>
    internal static IReadOnlyList<OnnxOperatorCount> Of(IEnumerable<string> names) =>
    [
        .. names.CountBy(name => name, StringComparer.Ordinal)
            .Select(entry => new OnnxOperatorCount(entry.Key, entry.Value))
            .OrderByDescending(entry => entry.Count)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal),
    ];
}

/// <summary>
/// What the matrix products and convolutions of a graph compute: two floating-point operations (or integer ones, in
/// quantized graphs) for each multiply-add, those with zeros and with padding included. Biases, functions of single
/// elements, pooling and the moving of data count nothing.
/// </summary>
/// <param name="Flops">Operations for one item of the batch.</param>
/// <param name="Counted">The operators that were counted.</param>
/// <param name="Uncounted">Operators whose work is unknown, because the file does not give their shapes.</param>
public sealed record OnnxWork(long Flops, IReadOnlyList<OnnxOperatorCount> Counted, IReadOnlyList<OnnxOperatorCount> Uncounted);

/// <summary>An initializer, or the value of a Constant node.</summary>
/// <param name="Name">Name of the tensor.</param>
/// <param name="Type">Type of its elements.</param>
/// <param name="Dimensions">Its shape.</param>
/// <param name="Elements">How many numbers the file holds of it: of a sparse tensor, those that it lists.</param>
internal sealed record OnnxConstant(string Name, TensorProto.Types.DataType Type, IReadOnlyList<long> Dimensions, long Elements)
{
    /// <summary>Whether it holds weights and not shapes or indices.</summary>
    public bool IsParameter => Type is not (TensorProto.Types.DataType.Int64 or TensorProto.Types.DataType.String or TensorProto.Types.DataType.Bool);

    /// <summary>The constants of a graph whose tensors were checked.</summary>
    public static IEnumerable<OnnxConstant> In(GraphProto graph) => graph.Initializer.Select(tensor => Of(tensor, tensor.Name, tensor.Dims))
        .Concat(graph.SparseInitializer.Select(sparse => Of(sparse.Values, sparse.Values.Name, sparse.Dims)))
        .Concat(graph.Node.Where(node => node is { Operator: "Constant", Output.Count: 1 }).SelectMany(node =>
            node.Attribute.Where(attribute => attribute.T is not null).Take(1).Select(attribute => Of(attribute.T, node.Output[0], attribute.T.Dims))));

    private static OnnxConstant Of(TensorProto tensor, string name, IEnumerable<long> dimensions) =>
        new(name, (TensorProto.Types.DataType)tensor.DataType, [.. dimensions], TensorCheck.Elements(tensor.Dims));
}

using VaePipeline.Contracts.Files;

namespace VaePipeline.Contracts.Onnx.Inspection;

/// <summary>What an ONNX file holds, whoever wrote it: read and checked without running it.</summary>
public sealed record OnnxInspection
{
    /// <summary>Length of the file in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Version of the file format.</summary>
    public required long IrVersion { get; init; }

    /// <summary>Versions of the operator sets by domain, ONNX's own as <c>ai.onnx</c>.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> Opsets { get; init; }

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

    /// <summary>Numbers in the constants of the main graph, but for those of type int64, bool and string, which are shapes and indices.</summary>
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
    public static OnnxInspection Read(string path) => Read(InputFile.ReadAllBytes(path, "an ONNX model"), path);

    /// <summary>Reads and checks a model in memory.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <param name="path">Where they come from, for errors.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="BadInputException">The bytes are damaged or of another kind; the message says where.</exception>
    public static OnnxInspection Read(ReadOnlySpan<byte> model, string path)
    {
        InspectedModel contents = new InspectedModelReader(path).Read(model);
        GraphCheck.Check(contents, path);
        var parameters = contents.Constants.Where(constant => constant.IsParameter).ToList();
        return new OnnxInspection
        {
            Bytes = model.Length,
            IrVersion = contents.IrVersion,
            Opsets = contents.Opsets,
            ProducerName = contents.ProducerName,
            ProducerVersion = contents.ProducerVersion,
            GraphName = contents.GraphName,
            Inputs = contents.Inputs,
            Outputs = contents.Outputs,
            Operators = OnnxOperatorCount.Of(contents.Nodes.Select(node => node.Operator)),
            Parameters = (long)Int128.Min(long.MaxValue, parameters.Aggregate(Int128.Zero, (sum, constant) => sum + constant.Elements)),
            ParameterTensors = parameters.Count,
            Work = WorkCount.Of(contents),
            Metadata = contents.Metadata,
            Notes = contents.Notes(),
        };
    }
}

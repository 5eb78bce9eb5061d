using VaePipeline.Contracts.Onnx;
using VaePipeline.Contracts.Onnx.Inspection;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae inspect</c>: what an ONNX file holds.</summary>
internal static class InspectCommand
{
    public const string Description = "Check an ONNX file and say what it holds.";

    private const string Notes = """
        FLOPs count 2 for each multiply-add of convolutions and matrix products, one item of the batch.
        A damaged file: what is wrong and at which byte, exit code 2.
        """;

    private const string Examples = """
        vae inspect models/mnist-2d/decoder.onnx
        """;

    public static ProgramCommand Create(CommandConsole console)
    {
        Argument<string> file = new("FILE.onnx") { Description = "An ONNX model, of this program or another." };
        ProgramCommand command = new("inspect", Description, Notes, Examples) { file };
        command.OnRun((parsed, _) =>
        {
            string path = parsed.GetRequiredValue(file);
            Describe(path, OnnxInspection.Read(path)).Write(console.Results);
        });
        return command;
    }

    private static ResultTable Describe(string path, OnnxInspection model)
    {
        ResultTable table = new();
        table.Add("file", Invariant($"{path}, {model.Bytes:N0} bytes"));
        string opsets = string.Join(", ", model.Opsets.Select(set => Invariant($"{set.Domain} {set.Version}")));
        table.Add("format", Invariant($"IR version {model.IrVersion}, opset {opsets}"));
        table.Add("producer", $"{model.ProducerName} {model.ProducerVersion}".Trim() is { Length: > 0 } producer ? producer : "not told");
        AddAll(table, "inputs", model.Inputs.Select(Describe));
        AddAll(table, "outputs", model.Outputs.Select(Describe));
        AddAll(table, "operators", [Counts(model.Operators)]);
        table.Add("parameters", Invariant($"{model.Parameters:N0} in {model.ParameterTensors} tensors"));
        AddAll(table, "FLOPs", Describe(model.Work));
        AddAll(table, "metadata", model.Metadata.Select(entry => $"{entry.Key} = {entry.Value}"));
        AddAll(table, "note", model.Notes);
        return table;
    }

    private static void AddAll(ResultTable table, string name, IEnumerable<string> values)
    {
        foreach (string value in values)
        {
            table.Add(name, value);
            name = "";
        }
    }

    private static string Describe(OnnxValue value) => $"{value.Name}  {value.ElementType} {value.Shape}";

    private static IEnumerable<string> Describe(OnnxWork work)
    {
        if (work.Uncounted.Count == 0 || work.Counted.Count > 0)
        {
            yield return Invariant($"{work.Flops:N0} per image: 2 per multiply-add of {Counts(work.Counted)}");
        }

        if (work.Uncounted.Count > 0)
        {
            yield return $"unknown: the file does not give the shapes of {Counts(work.Uncounted)}";
        }
    }

    private static string Counts(IReadOnlyList<OnnxOperatorCount> operators) =>
        operators.Count == 0 ? "none" : string.Join(", ", operators.Select(entry => Invariant($"{entry.Count} {entry.Name}")));
}

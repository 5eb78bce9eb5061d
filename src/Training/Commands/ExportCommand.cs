using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using VaePipeline.CommandLine;
using VaePipeline.Data.Sets;
using VaePipeline.OnnxExport.Graphs;
using VaePipeline.OnnxExport.Verification;
using VaePipeline.Training.Export;
using VaePipeline.Training.ModelFolders;

namespace VaePipeline.Training.Commands;

/// <summary><c>vae export</c>: makes the graphs of a model folder anew from its weights.</summary>
internal static class ExportCommand
{
    private const int CalibrationImages = 500;
    private const int TestImages = 2000;

    public const string Description = "Export a model folder's network again as encoder.onnx and decoder.onnx.";

    private const string Notes = """
        Each graph is compared with the network in ONNX Runtime before it gets its name. The same weights and options
        give the same bytes.
        """;

    private const string Examples = """
        vae export models/mine --explain
        vae export models/mine --plain
        vae export models/mine --pixels uint8
        vae export models/mine --int8 --data path/to/idx-files
        """;

    public static ProgramCommand Create(CommandConsole console)
    {
        Argument<string> folder = new("FOLDER") { Description = "Model folder: its weights and card are read, its graphs and their hashes written." };
        Option<string> data = DataSetOptions.Data(
            isRequired: false, "Test images to compare network and graph on. ", " [default: 36 drawn digits, or images that the model itself draws]");
        Option<bool> plain = new("--plain") { Description = "Write each layer as the ONNX operator of its name, even if another form of it runs faster." };
        TextOption pixels = new(
            "--pixels",
            TextForm.OneOf(ModelFacts.ElementTypeFloat32, ModelFacts.ElementTypeUInt8),
            "Type of the decoder's pixels: float32 in [0, 1], or uint8, rounded in the graph. [default: as the card says]");
        Option<bool> int8 = new("--int8")
        {
            Description = "Export a decoder that computes in int8 and returns uint8 pixels: faster, slightly less exact. Its scales come from the training images of --data; the loss is measured on the test images.",
        };
        Option<bool> explain = new("--explain") { Description = "Explain which form each convolution was given, and why." };
        ProgramCommand command = new("export", Description, Notes, Examples) { folder, data, pixels, plain, int8, explain, DataSetOptions.Reading, CommonOptions.Json("Print what was written as JSON."), CommonOptions.Quiet() };
        command.Validators.Add(result => CheckInt8(result, int8, data, pixels, plain));
        command.SetAction((parsed, cancellationToken) =>
        {
            TorchSharpLoader.Load();
            return RunAsync(
                parsed.GetRequiredValue(folder),
                parsed.GetValue(data),
                reading => DataSetOptions.Reading.Apply(parsed, reading),
                new VaeExportOptions { IsPlain = parsed.GetValue(plain) },
                parsed.GetValue(int8) ? ModelFacts.ElementTypeUInt8 : parsed.GetValue(pixels),
                parsed.GetValue(int8),
                parsed.GetValue(explain),
                console,
                cancellationToken);
        });
        return command;
    }

    private static void CheckInt8(CommandResult result, Option<bool> int8, Option<string> data, Option<string?> pixels, Option<bool> plain)
    {
        if (!result.GetValue(int8))
        {
            return;
        }

        if (result.GetValue(data) is null)
        {
            result.AddError("--int8: no --data; expected the images that the model was trained on. Name them with --data.");
        }

        if (result.GetValue(pixels) == ModelFacts.ElementTypeFloat32)
        {
            result.AddError($"--int8: --pixels is {ModelFacts.ElementTypeFloat32}; expected {ModelFacts.ElementTypeUInt8}, which int8 gives. Leave one of them out.");
        }

        if (result.GetValue(plain))
        {
            result.AddError("--int8: found with --plain; expected one of them, since int8 has operators of its own. Leave one of them out.");
        }
    }

    private static async Task<int> RunAsync(
        string folder,
        string? data,
        Func<ImageLoadOptions, ImageLoadOptions> given,
        VaeExportOptions options,
        string? pixels,
        bool isInt8,
        bool isExplained,
        CommandConsole console,
        CancellationToken cancellationToken)
    {
        using var network = TrainedNetwork.Open(folder);
        var dataSet = data is null ? null : await ModelData.LoadAsync(network.Folder.Card, data, given, console, cancellationToken).ConfigureAwait(false);
        var images = dataSet is null ? VerificationImages.BuiltIn(network.Vae) : VerificationImages.First(dataSet.Test);
        if (isInt8 && dataSet is not null)
        {
            options = options with
            {
                Int8 = new Int8Latents(
                    AggregatedPosterior.Draw(network.Vae, dataSet.Training, CalibrationImages),
                    AggregatedPosterior.Draw(network.Vae, dataSet.Test, TestImages)),
            };
        }

        cancellationToken.ThrowIfCancellationRequested();
        var report = network.Export(images, options, pixels, out var isCardChanged);

        var forms = isExplained ? report.Forms : null;
        console.Report(
            () => Table(report, isCardChanged, forms),
            () => JsonSerializer.Serialize(
                new ExportedEvent("done", Graph(report.Encoder), Graph(report.Decoder), isCardChanged, forms),
                TrainingJson.Default.ExportedEvent));
        return ExitCodes.Done;
    }

    private static ExportedGraph Graph(ExportedFile file) => new(file.Entry.Name, file.Bytes, file.Entry.Sha256, file.Proof);

    private static ResultTable Table(VaeExportReport report, bool isCardChanged, IReadOnlyList<LayerForm>? forms)
    {
        var table = new ResultTable();
        foreach (var file in new[] { report.Encoder, report.Decoder })
        {
            table.Add(file.Entry.Name, Invariant($"{file.Bytes} bytes; {file.Proof}"));
        }

        table.Add(ModelFolder.CardName, isCardChanged ? "has the new hashes" : "had these hashes already");
        int width = (forms ?? []).Select(form => form.Form.Length).DefaultIfEmpty().Max();
        foreach (var (layer, form, reason) in forms ?? [])
        {
            table.Add(layer, $"{form.PadRight(width)}  {reason}");
        }

        return table;
    }
}

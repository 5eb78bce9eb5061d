using System.CommandLine;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Models;
using VaePipeline.Training.Export;
using VaePipeline.Training.Export.VaeGraphs;

namespace VaePipeline.Training.Commands;

/// <summary><c>export</c>: makes the graphs of a model folder anew from its weights.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandConsole console)
    {
        var folder = new Argument<string>("folder") { Description = "Model folder: its weights and card are read, its graphs and their hashes written." };
        var data = new Option<string?>("--data")
        {
            Description = $"Test images to compare network and graph on. {DataOption.Description} [default: 36 drawn digits, or images that the model itself draws]",
        };
        var plain = new Option<bool>("--plain")
        {
            Description = "Write each layer as the ONNX operator of its name, even where another form of it runs faster.",
        };
        var pixels = new Option<string?>("--pixels")
        {
            Description = "Type of the decoder's pixels: float32 in [0, 1], or uint8, rounded in the graph. [default: as the card says]",
        };
        pixels.AcceptOnlyFromAmong(ModelFacts.ElementTypeFloat32, ModelFacts.ElementTypeUInt8);
        var explain = new Option<bool>("--explain") { Description = "Say which form each convolution got, and why." };
        var command = new Command("export", "Exports a model folder's network again as encoder.onnx and decoder.onnx.") { folder, data, pixels, plain, explain };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () => RunAsync(
                parsed.GetRequiredValue(folder),
                parsed.GetValue(data),
                new VaeExportOptions { IsPlain = parsed.GetValue(plain) },
                parsed.GetValue(pixels),
                parsed.GetValue(explain),
                console,
                cancellationToken),
            CancellationToken.None));
        return command.WithExamples("vae export models/mine --explain", "vae export models/mine --plain", "vae export models/mine --pixels uint8", "vae export models/mine --data path/to/idx-files");
    }

    private static async Task<int> RunAsync(
        string folder, string? data, VaeExportOptions options, string? pixels, bool isExplained, CommandConsole console, CancellationToken cancellationToken)
    {
        using var exporter = ModelFolderExporter.Open(folder);
        var images = data is null
            ? VerificationImages.BuiltIn(exporter.Vae)
            : await LoadImagesAsync(data, exporter.Vae.Image, console, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var report = exporter.Export(images, options, pixels, out var isCardChanged);

        Describe(console.Out, report.Encoder);
        Describe(console.Out, report.Decoder);
        await console.Out.WriteLineAsync(isCardChanged
            ? $"{ModelFolder.CardName}    has the new hashes"
            : $"{ModelFolder.CardName}    had these hashes already").ConfigureAwait(false);
        if (isExplained)
        {
            Explain(console.Out, report.Forms);
        }

        return ExitCodes.Done;
    }

    private static async Task<float[]> LoadImagesAsync(string data, ImageShape expected, CommandConsole console, CancellationToken cancellationToken)
    {
        var dataSet = await DataOption.LoadAsync(data, images: null, console, cancellationToken).ConfigureAwait(false);
        return dataSet.Test.Shape == expected
            ? VerificationImages.First(dataSet.Test)
            : throw BadInputException.In(
                data, $"the images are {dataSet.Test.Shape}", $"{expected}, as the model's", "Choose another --data, or leave it out.");
    }

    private static void Describe(TextWriter output, ExportedFile file) => output.WriteLine(FormattableString.Invariant(
        $"{file.Entry.Name,-12}  {file.Bytes} bytes; {file.Proof}"));

    private static void Explain(TextWriter output, IReadOnlyList<LayerForm> forms)
    {
        var layerWidth = forms.Select(form => form.Layer.Length).DefaultIfEmpty().Max();
        var formWidth = forms.Select(form => form.Form.Length).DefaultIfEmpty().Max();
        output.WriteLine();
        foreach (var (layer, form, reason) in forms)
        {
            output.WriteLine($"{layer.PadRight(layerWidth)}  {form.PadRight(formWidth)}  {reason}");
        }
    }
}

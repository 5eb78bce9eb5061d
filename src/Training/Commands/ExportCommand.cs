using System.CommandLine;
using System.CommandLine.Parsing;
using VaePipeline.CommandLine;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Sets;
using VaePipeline.OnnxExport.Graphs;
using VaePipeline.OnnxExport.Verification;
using VaePipeline.Training.Export;
using VaePipeline.Training.ModelFolders;

namespace VaePipeline.Training.Commands;

/// <summary><c>export</c>: makes the graphs of a model folder anew from its weights.</summary>
internal static class ExportCommand
{
    private const int CalibrationImages = 500;
    private const int TestImages = 2000;

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
        pixels.HelpName = $"{ModelFacts.ElementTypeFloat32}|{ModelFacts.ElementTypeUInt8}";
        pixels.Validators.Add(CheckPixels);
        var int8 = new Option<bool>("--int8")
        {
            Description = "Make the decoder compute in int8 and give uint8 pixels: faster, a little off. Its scales come from latents of --data's training images, what it loses is measured on its test images.",
        };
        var explain = new Option<bool>("--explain") { Description = "Say which form each convolution got, and why." };
        var command = new Command("export", "Exports a model folder's network again as encoder.onnx and decoder.onnx.") { folder, data, pixels, plain, int8, explain };
        var reading = new DataOptionSet();
        reading.AddTo(command);
        command.Validators.Add(result => CheckInt8(result, int8, data, pixels, plain));
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () => RunAsync(
                parsed.GetRequiredValue(folder),
                parsed.GetValue(data),
                read => reading.Apply(parsed, read),
                new VaeExportOptions { IsPlain = parsed.GetValue(plain) },
                parsed.GetValue(int8) ? ModelFacts.ElementTypeUInt8 : parsed.GetValue(pixels),
                parsed.GetValue(int8),
                parsed.GetValue(explain),
                console,
                cancellationToken),
            CancellationToken.None));
        return command.WithExamples("vae export models/mine --explain", "vae export models/mine --plain", "vae export models/mine --pixels uint8", "vae export models/mine --int8 --data path/to/idx-files");
    }

    private static void CheckPixels(OptionResult result)
    {
        var found = string.Join(' ', result.Tokens.Select(token => token.Value));
        if (found is not (ModelFacts.ElementTypeFloat32 or ModelFacts.ElementTypeUInt8))
        {
            result.AddError($"--pixels is \"{found}\"; expected {ModelFacts.ElementTypeFloat32} or {ModelFacts.ElementTypeUInt8}. Name one of them.");
        }
    }

    private static void CheckInt8(CommandResult result, Option<bool> int8, Option<string?> data, Option<string?> pixels, Option<bool> plain)
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
        var dataSet = data is null ? null : await DataOption.LoadForAsync(network.Folder.Card, data, given, console, cancellationToken).ConfigureAwait(false);
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

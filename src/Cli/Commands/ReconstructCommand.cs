using System.CommandLine;
using VaePipeline.CommandLine;
using VaePipeline.Generation;
using VaePipeline.Generation.Encodings;
using VaePipeline.Generation.Sinks;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae reconstruct</c>: images and what a model makes of them, side by side.</summary>
internal static class ReconstructCommand
{
    private const int DefaultImages = 40; // 5 x 8 pairs of square images make a square sheet without a gap.
    private const string All = "all";

    public static readonly HelpText Help = new(
    [
        "vae reconstruct t10k-images-idx3-ubyte.gz --output pairs.png",
        "vae reconstruct photos/ --output pairs.png --images 60 --columns 6 --model runs/mine",
        "vae reconstruct photos/ --output pairs/ --model runs/mine        # one PNG file a pair",
        "vae reconstruct faces.npy --output pairs.npy --model runs/mine   # [N, C, H, 2W]",
    ],
    "Each image is encoded and the mean of its posterior decoded. A pair is one image of twice the",
    "width: the original on the left, its reconstruction on the right. Images are as for \"vae encode\".");

    public static Command Create(CliConsole console)
    {
        Argument<string> images = new("IMAGES") { Description = "File or folder of images; - is standard input." };
        Option<string> output = new("--output", "-o")
        {
            HelpName = "FILE",
            Description = $"Where the pairs go; - is standard output. The ending says how: {ImageOutput.KnownEndings}.",
            Required = true,
        };
        Option<string?> format = CommonOptions.Choice("--format", ImageOutput.FormatNames, "How the pairs are written, where the ending does not say it");
        Option<string?> model = new("--model", "-m") { HelpName = "FOLDER", Description = "Model folder. By default the model that comes with the repository, models/mnist-2d." };
        Option<string?> count = Count();
        Option<int?> columns = CommonOptions.Number("--columns", 1, 10_000, "Pairs in a row of a contact sheet. By default the sheet is near-square.");
        Option<string?> pixelRange = CommonOptions.PixelRange();
        Option<bool> force = CommonOptions.Force();
        Option<bool> quiet = CommonOptions.Quiet();
        Command command = new("reconstruct", "Show images beside what the model makes of them.") { images, output, format, model, count, columns, pixelRange, force, quiet };
        command.SetAction((parsed, cancellationToken) =>
        {
            ReconstructionOptions options = new()
            {
                ImagesPath = parsed.GetRequiredValue(images),
                PixelRange = CommonOptions.RangeOf(parsed.GetValue(pixelRange)),
                ModelPath = ModelLocation.Resolve(parsed.GetValue(model), AppContext.BaseDirectory),
                Output = ImageOutput.Parse(parsed.GetRequiredValue(output), parsed.GetValue(format)),
                Sink = new ImageSinkOptions { Overwrite = parsed.GetValue(force), Columns = parsed.GetValue(columns) },
            };
            options = options with { Images = CountOf(parsed.GetValue(count), options.Output) };
            Run(console, options, parsed.GetValue(quiet), cancellationToken);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static Option<string?> Count()
    {
        Option<string?> option = new("--images", "-n")
        {
            HelpName = "N|all",
            Description = string.Create(CultureInfo.InvariantCulture, $"Take the first N images. By default {DefaultImages} for a contact sheet, all for other forms."),
        };
        option.Validators.Add(result =>
        {
            string text = result.Tokens[0].Value;
            if (text != All && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0))
            {
                result.AddError($"--images is \"{text}\"; expected a whole number from 1, or all.");
            }
        });
        return option;
    }

    private static long? CountOf(string? text, ImageOutput output) => text switch
    {
        All => null,
        null => output.Format == ImageFormat.ContactSheet ? DefaultImages : null,
        _ => int.Parse(text, CultureInfo.InvariantCulture),
    };

    private static void Run(CliConsole console, ReconstructionOptions options, bool quiet, CancellationToken cancellationToken)
    {
        if (!options.Sink.Overwrite)
        {
            options.Output.RequireNew(OutputAdvice.Force);
        }

        using Stream standardInput = Console.OpenStandardInput();
        ImageReconstruction reconstruction = new(options) { StandardInput = standardInput };
        ReconstructionReport report = console.WithProgress<GenerationProgress, ReconstructionReport>(
            quiet, done => string.Create(CultureInfo.InvariantCulture, $"{done.Rows:N0} images"), progress => reconstruction.Run(progress, cancellationToken));
        if (!quiet && !options.Output.IsStandardOutput)
        {
            ResultTable table = new();
            table.Add("written", options.Output.Path);
            table.Add("", report.Description);
            table.Add("pairs", string.Create(CultureInfo.InvariantCulture, $"{report.Rows:N0}, original and reconstruction"));
            table.Add("error", string.Create(CultureInfo.InvariantCulture, $"{report.MeanSquaredError:0.00000} squared, mean over pixels in [0, 1]"));
            table.Write(console.Results);
        }
    }
}

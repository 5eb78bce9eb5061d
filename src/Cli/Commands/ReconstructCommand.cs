using VaePipeline.Cli.Jobs;
using VaePipeline.Data.Sets;
using VaePipeline.Generation.Encodings;
using VaePipeline.Generation.Sinks;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae reconstruct</c>: images and what a model makes of them, side by side.</summary>
internal static class ReconstructCommand
{
    private const int DefaultImages = 40; // 5 x 8 pairs of square images make a square sheet without a gap.
    private const string All = "all";

    public const string Description = "Show images beside what the model makes of them.";

    private const string Notes = """
        Each image is encoded and the mean of its posterior decoded. A pair is one image of twice the
        width: the original on the left, its reconstruction on the right. Images are as for "vae encode".
        """;

    private const string Examples = """
        vae reconstruct t10k-images-idx3-ubyte.gz --output pairs.png
        vae reconstruct photos/ --output pairs.png --images 60 --columns 6 --model runs/mine
        vae reconstruct photos/ --output pairs/ --model runs/mine        # one PNG file per pair
        vae reconstruct faces.npy --output pairs.npy --model runs/mine   # [N, C, H, 2W]
        """;

    public static ProgramCommand Create(CommandConsole console)
    {
        Argument<string> images = new("IMAGES") { Description = "File or folder of images; - is standard input." };
        Option<string> output = JobOptions.Images();
        TextOption format = JobOptions.Format();
        Option<string?> model = JobOptions.Model(half: null);
        TextOption count = new(
            "--images",
            new TextForm("N|all", "a whole number from 1, or all", text => text == All || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0), All),
            Invariant($"Take the first N images. [default: {DefaultImages} for a contact sheet, all for other forms]"),
            "-n");
        NumberOption<int> columns = JobOptions.Columns();
        Option<bool> force = CommonOptions.Force();
        ProgramCommand command = new("reconstruct", Description, Notes, Examples) { images, output, format, model, count, columns, DataSetOptions.Values, force, CommonOptions.Quiet() };
        command.OnRun((parsed, cancellationToken) =>
        {
            ImageOutput target = ImageOutput.Parse(parsed.GetRequiredValue(output), parsed.GetValue(format));
            ReconstructionOptions options = new()
            {
                ImagesPath = parsed.GetRequiredValue(images),
                PixelRange = DataSetOptions.Values.Apply(parsed, new ImageLoadOptions()).Range,
                ModelPath = JobOptions.ModelOf(parsed, model),
                Output = target,
                Sink = new ImageSinkOptions { Overwrite = parsed.GetValue(force), Columns = JobOptions.ColumnsOf(parsed, columns, target) },
            };
            options = options with { Images = CountOf(parsed.GetValue(count), options.Output) };
            Run(console, options, cancellationToken);
        });
        return command;
    }

    private static long? CountOf(string? text, ImageOutput output) => text switch
    {
        All => null,
        null => output.Format == ImageFormat.ContactSheet ? DefaultImages : null,
        _ => int.Parse(text, CultureInfo.InvariantCulture),
    };

    private static void Run(CommandConsole console, ReconstructionOptions options, CancellationToken cancellationToken)
    {
        if (!options.Sink.Overwrite)
        {
            options.Output.RequireNew(JobOptions.ForceAdvice);
        }

        using Stream standardInput = Console.OpenStandardInput();
        ImageReconstruction reconstruction = new(options) { StandardInput = standardInput };
        ReconstructionReport report = JobProgress.Show<ReconstructionReport>(console, (IProgress<GenerationProgress>? progress) => reconstruction.Run(progress, cancellationToken));
        console.Report(() => Table(report, options.Output), isResultOnStandardOutput: options.Output.IsStandardOutput);
    }

    private static ResultTable Table(ReconstructionReport report, ImageOutput output)
    {
        ResultTable table = new();
        table.AddWritten(output.Path, report.Description);
        table.Add("pairs", Invariant($"{report.Rows:N0}, original and reconstruction"));
        table.Add("error", Invariant($"{report.MeanSquaredError:0.00000} squared, mean over pixels in [0, 1]"));
        return table;
    }
}

using VaePipeline.Cli.Jobs;
using VaePipeline.Data.Plots;
using VaePipeline.Data.Sets;
using VaePipeline.Generation.Encodings;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae encode</c>: images to means and log-variances, through the ML.NET pipeline.</summary>
internal static class EncodeCommand
{
    public const string Description = "Encode each image to a row of means and log-variances.";

    private const string Notes = """
        Images are an IDX, NPY or CSV file, gzipped or not, a folder of pictures (PNG, JPEG, WebP, BMP,
        GIF), whose sub-folders are labels, or one picture. Their first bytes say which; on standard input (-), pictures are not accepted.
        They have the model's size, or are resized as its training images were (train --resize, --fit).
        Each image gives a row: mean0, mean1, ..., log_variance0, ... (natural logarithms), each number the
        shortest that reads back the same. Pictures add a column file, images with labels a column label;
        "vae generate" finds the means by their names and carries the rest to its manifest.
        """;

    private const string Examples = """
        vae encode photos/ --output latents.csv --model runs/mine
        vae generate latents.csv --output again/ --model runs/mine   # decodes the means
        vae encode photos/ --output latents.csv --plot latents.svg
        vae encode t10k-images-idx3-ubyte.gz --output latents.csv.gz
        vae encode faces.npy --output latents.npy                    # and latents-log-variance.npy
        zcat pixels.csv.gz | vae encode - --output - | my-analysis
        """;

    public static ProgramCommand Create(CommandConsole console)
    {
        Argument<string> images = new("IMAGES") { Description = "File or folder of images; - is standard input." };
        Option<string> output = CommonOptions.Output($"Where the rows go; - is standard output, as CSV. The ending says how: {EncodingOutput.KnownEndings}.");
        Option<string?> plot = new("--plot") { HelpName = "FILE.svg", Description = "Also plot the means by label: two latents, or the two of greatest variance." };
        Option<string?> model = JobOptions.Model("encoder");
        Option<bool> force = CommonOptions.Force();
        ProgramCommand command = new("encode", Description, Notes, Examples)
        {
            images, output, plot, model, DataSetOptions.Values, JobOptions.Batches, force, CommonOptions.Json(), CommonOptions.Quiet(),
        };
        command.OnRun((parsed, cancellationToken) =>
        {
            EncodingOptions options = new()
            {
                ImagesPath = parsed.GetRequiredValue(images),
                PixelRange = DataSetOptions.Values.Apply(parsed, new ImageLoadOptions()).Range,
                Output = EncodingOutput.Parse(parsed.GetRequiredValue(output)),
                PlotPath = parsed.GetValue(plot),
                ModelPath = JobOptions.ModelOf(parsed, model),
                Overwrite = parsed.GetValue(force),
                Encoder = JobOptions.Batches.Apply(parsed, new BatchedOnnxOptions()),
            };
            Run(console, options, cancellationToken);
        });
        return command;
    }

    private static void Run(CommandConsole console, EncodingOptions options, CancellationToken cancellationToken)
    {
        if (options.PlotPath is { } plot)
        {
            Plot.CheckPath("--plot", plot, options.Output.Files);
        }

        if (!options.Overwrite)
        {
            options.Output.RequireNew(JobOptions.ForceAdvice);
            (options.PlotPath is null ? null : new ImageOutput(options.PlotPath, ImageFormat.Raw))?.RequireNew(JobOptions.ForceAdvice);
        }

        using Stream standardInput = Console.OpenStandardInput();
        ImageEncoding encoding = new(options) { StandardInput = standardInput };
        GenerationReport report = JobProgress.Show<GenerationReport>(console, (IProgress<GenerationProgress>? progress) => encoding.Run(progress, cancellationToken));
        console.Report(() => Table(report, options), () => JobDoneJson.Of(report, options.Output.Path, options.Output.Files), options.Output.IsStandardOutput);
    }

    private static ResultTable Table(GenerationReport report, EncodingOptions options)
    {
        ResultTable table = new();
        foreach (string file in options.Output.Files)
        {
            table.Add("written", file);
        }

        table.Add("", report.Description);
        if (options.PlotPath is not null)
        {
            table.AddWritten(options.PlotPath, "plot of the means");
        }

        table.AddSpeed(report.ImagesPerSecond, report.Elapsed, report.Stages);
        return table;
    }
}

using System.CommandLine;
using System.Text.Json;
using VaePipeline.CommandLine;
using VaePipeline.Data.Plots;
using VaePipeline.Generation;
using VaePipeline.Generation.Encodings;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae encode</c>: images to means and log-variances, through the ML.NET pipeline.</summary>
internal static class EncodeCommand
{
    public static readonly HelpText Help = new(
    [
        "vae encode photos/ --output latents.csv --model runs/mine",
        "vae generate latents.csv --output again/ --model runs/mine   # decodes the means",
        "vae encode photos/ --output latents.csv --plot latents.svg",
        "vae encode t10k-images-idx3-ubyte.gz --output latents.csv.gz",
        "vae encode faces.npy --output latents.npy                    # and latents-log-variance.npy",
        "zcat pixels.csv.gz | vae encode - --output - | my-analysis",
    ],
    "Images are an IDX, NPY or CSV file, gzipped or not, a folder of pictures (PNG, JPEG, WebP, BMP, GIF),",
    "whose sub-folders are labels, or one picture. Their first bytes say which; - is no picture. They have",
    "the model's size, or are resized as its training images were (train --resize, --fit).",
    "Each image gives a row: mean0, mean1, ..., log_variance0, ... (natural logarithms), each number the",
    "shortest that reads back the same. pictures add a column file, images with labels a column label;",
    "\"vae generate\" finds the means by their names and carries the rest to its manifest.");

    public static Command Create(CliConsole console)
    {
        Argument<string> images = new("IMAGES") { Description = "File or folder of images; - is standard input." };
        Option<string> output = new("--output", "-o")
        {
            HelpName = "FILE",
            Description = $"Where the rows go; - is standard output, as CSV. The ending says how: {EncodingOutput.KnownEndings}.",
            Required = true,
        };
        Option<string?> plot = new("--plot") { HelpName = "FILE.svg", Description = "Plot the means by label, too: two latents, or the two of greatest variance." };
        Option<string?> model = CommonOptions.Model("encoder");
        Option<string?> pixelRange = CommonOptions.PixelRange();
        Option<int?> batchSize = CommonOptions.Number("--batch-size", 1, BatchedOnnxOptions.LargestBatchSize, "Images encoded at once. By default by the model: 16 or 256.");
        Option<int?> workers = CommonOptions.Number("--workers", 1, BatchedOnnxOptions.LargestThreads, "Threads that encode. By default the processors, at most 8.");
        Option<bool> force = CommonOptions.Force();
        Option<bool> json = CommonOptions.Json();
        Option<bool> quiet = CommonOptions.Quiet();
        Command command = new("encode", "Encode each image to a row of means and log-variances.")
        {
            images, output, plot, model, pixelRange, batchSize, workers, force, json, quiet,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            EncodingOptions options = new()
            {
                ImagesPath = parsed.GetRequiredValue(images),
                PixelRange = CommonOptions.RangeOf(parsed.GetValue(pixelRange)),
                Output = EncodingOutput.Parse(parsed.GetRequiredValue(output)),
                PlotPath = parsed.GetValue(plot),
                ModelPath = ModelLocation.Resolve(parsed.GetValue(model), AppContext.BaseDirectory),
                Overwrite = parsed.GetValue(force),
                Encoder = new BatchedOnnxOptions { BatchSize = parsed.GetValue(batchSize), Workers = parsed.GetValue(workers) },
            };
            Run(console, options, parsed.GetValue(json), parsed.GetValue(quiet), cancellationToken);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void Run(CliConsole console, EncodingOptions options, bool json, bool quiet, CancellationToken cancellationToken)
    {
        if (options.PlotPath is { } plot)
        {
            Plot.CheckPath("--plot", plot, options.Output.Files);
        }

        if (!options.Overwrite)
        {
            options.Output.RequireNew(OutputAdvice.Force);
            (options.PlotPath is null ? null : new ImageOutput(options.PlotPath, ImageFormat.Raw))?.RequireNew(OutputAdvice.Force);
        }

        using Stream standardInput = Console.OpenStandardInput();
        ImageEncoding encoding = new(options) { StandardInput = standardInput };
        GenerationProgressLine line = new();
        GenerationReport report = json
            ? console.WithProgressLines<GenerationProgress, GenerationReport>(
                progress => JsonSerializer.Serialize(line.ToJson(progress), GenerationJson.Default.GenerationProgressJson),
                progress => encoding.Run(progress, cancellationToken))
            : console.WithProgress<GenerationProgress, GenerationReport>(quiet, line.Describe, progress => encoding.Run(progress, cancellationToken));
        if (json)
        {
            // Rows may go to standard output; then what is said of them goes beside it.
            string done = JsonSerializer.Serialize(GenerationDoneJson.Of(report, options.Output.Path, options.Output.Files), GenerationJson.Default.GenerationDoneJson);
            if (options.Output.IsStandardOutput)
            {
                console.Note(done);
            }
            else
            {
                console.Results.WriteLine(done);
            }
        }
        else if (!quiet && !options.Output.IsStandardOutput)
        {
            ResultTable table = new();
            foreach (string file in options.Output.Files)
            {
                table.Add("written", file);
            }

            table.Add("", report.Description);
            if (options.PlotPath is not null)
            {
                table.Add("written", options.PlotPath);
                table.Add("", "plot of the means");
            }

            table.AddSpeed(report.ImagesPerSecond, report.Elapsed, report.Stages);
            table.Write(console.Results);
        }
    }
}

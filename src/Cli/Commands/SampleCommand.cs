using System.CommandLine;
using VaePipeline.CommandLine;
using VaePipeline.Contracts.Files;
using VaePipeline.Data.Latents;
using VaePipeline.Data.Points;
using VaePipeline.Generation;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae sample</c>: points from the prior, as a file of latents, as images, or both.</summary>
internal static class SampleCommand
{
    public static readonly HelpText Help = new(
    [
        "vae sample --count 100 --output samples.png",
        "vae sample --count 10 --temperature 0.5 --seed 7 --output typical.png",
        "vae sample --count 1000000 --output samples.idx.gz",
        "vae sample --count 100 --points latents.csv --output samples.png   # the points beside their images",
        "vae sample --count 10000000 --points latents.npy                   # the points alone; then:",
        "vae generate latents.npy --output samples.idx",
    ],
    "Points come from N(0, I), times the temperature. Point i of a seed is the same on every machine and",
    "for every count. The images are, byte for byte, those that \"vae generate\" makes of the points' file.",
    "A run that is cut off keeps nothing; for one that can be resumed, write the points, then generate.");

    public static Command Create(CliConsole console)
    {
        Option<int?> count = CommonOptions.Number("--count", 1, int.MaxValue, "How many points.");
        count.Required = true;
        Option<int?> seed = CommonOptions.Number("--seed", 0, int.MaxValue, "Which points: each seed has its own. By default 0.");
        Option<double?> temperature = CommonOptions.Real("--temperature", 0, PriorPoints.MaximumTemperature, "Standard deviation of the points. By default 1, that of the prior.");
        Option<string?> points = new("--points") { HelpName = "FILE", Description = $"Where the points go, as latents: {LatentFile.KnownEndings}." };
        Option<string?> output = new("--output", "-o") { HelpName = "FILE", Description = $"Where the images go; - is standard output. The ending says how: {ImageOutput.KnownEndings}." };
        Option<string?> format = CommonOptions.Choice("--format", ImageOutput.FormatNames, "How the images are written, where the ending does not say it");
        Option<string?> model = CommonOptions.Model();
        Option<int?> columns = CommonOptions.Number("--columns", 1, 10_000, "Images in a row of a contact sheet. By default the sheet is near-square.");
        Option<int?> batchSize = CommonOptions.Number("--batch-size", 1, BatchedOnnxOptions.LargestBatchSize, "Images decoded at once. By default by the model: 16 or 256.");
        Option<int?> workers = CommonOptions.Number("--workers", 1, BatchedOnnxOptions.LargestThreads, "Threads that decode. By default the processors, at most 8.");
        Option<bool> force = CommonOptions.Force();
        Option<bool> json = CommonOptions.Json();
        Option<bool> quiet = CommonOptions.Quiet();

        Command command = new("sample", "Draw points from the prior and decode them to images.")
        {
            count, seed, temperature, points, output, format, model, columns, batchSize, workers, force, json, quiet,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            string? pointsPath = parsed.GetValue(points);
            ImageOutput? images = parsed.GetValue(output) is { } path ? ImageOutput.Parse(path, parsed.GetValue(format)) : null;
            bool overwrite = parsed.GetValue(force);
            RequireOutput(pointsPath, images, overwrite);
            if (parsed.GetValue(json) && images is null)
            {
                throw BadInputException.In("--json", "there are no images to report on", "--output FILE", "Name it, or leave --json out.");
            }

            string modelPath = ModelLocation.Resolve(parsed.GetValue(model), AppContext.BaseDirectory);
            PriorPoints prior = new(
                parsed.GetValue(count).GetValueOrDefault(), LatentDecoder.ReadFacts(modelPath).LatentSize, parsed.GetValue(seed) ?? 0, parsed.GetValue(temperature) ?? 1);

            // The file gets its name behind the images: where they fail, it vanishes.
            using AtomicFileStream? file = pointsPath is null ? null : LatentFile.Write(pointsPath, prior, overwrite, cancellationToken);
            if (images is not null)
            {
                GenerationOptions options = new()
                {
                    Points = prior,
                    ModelPath = modelPath,
                    Output = images,
                    Sink = new ImageSinkOptions { Overwrite = overwrite, Columns = parsed.GetValue(columns) },
                    Decoder = new BatchedOnnxOptions { BatchSize = parsed.GetValue(batchSize), Workers = parsed.GetValue(workers) },
                };
                new GenerationView(console, parsed.GetValue(json), parsed.GetValue(quiet)).Run(options, cancellationToken);
            }

            file?.Commit();
            if (pointsPath is not null && !parsed.GetValue(quiet) && !parsed.GetValue(json) && images is not { IsStandardOutput: true })
            {
                ResultTable table = new();
                table.Add("written", pointsPath);
                table.Add("", string.Create(CultureInfo.InvariantCulture, $"{prior.Count:N0} points of {prior.LatentSize} latents"));
                table.Write(console.Results);
            }

            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void RequireOutput(string? points, ImageOutput? images, bool overwrite)
    {
        if (points is null && images is null)
        {
            throw BadInputException.In("vae sample", "nothing says where the samples go", "--output FILE for images, --points FILE for latents, or both", "Name a file.");
        }

        if (points is not null)
        {
            LatentFile.RequireEnding(points);
            if (images is { IsStandardOutput: false } && Path.GetFullPath(points) == Path.GetFullPath(images.Path))
            {
                throw new ArgumentException($"--points is \"{points}\", as --output; expected two files. Name another one.", nameof(points));
            }

            if (!overwrite && File.Exists(points))
            {
                throw new UnwritableOutputException($"{points}: the file exists already; expected a new file. {OutputAdvice.Force}, or choose another name.");
            }
        }

        if (!overwrite)
        {
            images?.RequireNew(OutputAdvice.Force);
        }
    }
}

using VaePipeline.Cli.Jobs;
using VaePipeline.Contracts.Files;
using VaePipeline.Data.Latents;
using VaePipeline.Data.Points;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae sample</c>: points from the prior, as a file of latents, as images, or both.</summary>
internal static class SampleCommand
{
    public const string Description = "Draw points from the prior and decode them to images.";

    private const string Notes = """
        Points come from N(0, I), times the temperature. Point i of a seed is the same on every machine and
        for every count. The images are, byte for byte, those that "vae generate" makes of the points' file.
        An interrupted run keeps nothing. For one that can be resumed, write the points, then generate.
        """;

    private const string Examples = """
        vae sample --count 100 --output samples.png
        vae sample --count 10 --temperature 0.5 --seed 7 --output typical.png
        vae sample --count 1000000 --output samples.idx.gz
        vae sample --count 100 --points latents.csv --output samples.png   # the points beside their images
        vae sample --count 10000000 --points latents.npy                   # the points alone; then:
        vae generate latents.npy --output samples.idx
        """;

    public static ProgramCommand Create(CommandConsole console)
    {
        NumberOption<int> count = new("--count", new(1, int.MaxValue), "Number of points to draw.", "-n") { Required = true };
        NumberOption<int> seed = new("--seed", new(0, int.MaxValue), "Seed that decides the points. [default: 0]");
        NumberOption<double> temperature = new("--temperature", new(0, PriorPoints.MaximumTemperature), "Standard deviation of the points. [default: 1, that of the prior]");
        Option<string?> points = new("--points") { HelpName = "FILE", Description = $"Where the points go, as latents: {LatentFile.KnownEndings}." };
        Option<string> output = JobOptions.Images();
        output.Required = false;
        TextOption format = JobOptions.Format();
        Option<string?> model = JobOptions.Model();
        NumberOption<int> columns = JobOptions.Columns();
        Option<bool> force = CommonOptions.Force();

        ProgramCommand command = new("sample", Description, Notes, Examples)
        {
            count, seed, temperature, points, output, format, model, columns, JobOptions.Batches, force, CommonOptions.Json(), CommonOptions.Quiet(),
        };
        command.OnRun((parsed, cancellationToken) =>
        {
            string? pointsPath = parsed.GetValue(points);
            ImageOutput? images = parsed.GetValue(output) is { } path ? ImageOutput.Parse(path, parsed.GetValue(format)) : null;
            int? sheetColumns = JobOptions.ColumnsOf(parsed, columns, images);
            bool overwrite = parsed.GetValue(force);
            RequireOutput(pointsPath, images, overwrite);
            if (console.IsJson && images is null)
            {
                throw BadInputException.In("--json", "there are no images to report on", "--output FILE", "Name it, or leave --json out.");
            }

            string modelPath = JobOptions.ModelOf(parsed, model);
            VaeModel? decoder = images is null ? null : VaeModel.ReadDecoder(modelPath);
            int latentSize = (decoder?.Facts ?? VaeModel.ReadFacts(modelPath)).LatentSize;
            PriorPoints prior = new(
                parsed.GetValue(count).GetValueOrDefault(), latentSize, parsed.GetValue(seed) ?? 0, parsed.GetValue(temperature) ?? 1);

            // The file gets its name after the images: if they fail, it vanishes.
            using AtomicFileStream? file = pointsPath is null ? null : LatentFile.Write(pointsPath, prior, overwrite, cancellationToken);
            if (images is not null)
            {
                GenerationOptions options = new()
                {
                    Points = prior,
                    ModelPath = modelPath,
                    Model = decoder,
                    Output = images,
                    Sink = new ImageSinkOptions { Overwrite = overwrite, Columns = sheetColumns },
                    Decoder = JobOptions.Batches.Apply(parsed, new BatchedOnnxOptions()),
                };
                JobReport.Generate(console, options, cancellationToken);
            }

            file?.Commit();
            if (pointsPath is not null && !console.IsJson)
            {
                console.Report(
                    () => Table(pointsPath, Invariant($"{prior.Count:N0} points of {prior.LatentSize} latents")),
                    isResultOnStandardOutput: images is { IsStandardOutput: true });
            }
        });
        return command;
    }

    private static ResultTable Table(string path, string description)
    {
        ResultTable table = new();
        table.AddWritten(path, description);
        return table;
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
                throw new UnwritableOutputException($"{points}: the file exists already; expected a new file. {JobOptions.ForceAdvice}, or choose another name.");
            }
        }

        if (!overwrite)
        {
            images?.RequireNew(JobOptions.ForceAdvice);
        }
    }
}

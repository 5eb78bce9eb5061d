using System.CommandLine;
using VaePipeline.Cli.Points;
using VaePipeline.CommandLine;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Points;
using VaePipeline.Generation;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae interpolate</c>: images on the way from one point, or image, to another.</summary>
internal static class InterpolateCommand
{
    public static readonly HelpText Help = new(
    [
        "vae interpolate --from 0.5,-1 --to 2,1 --output row.png",
        "vae interpolate --from seven.png --to two.png --steps 12 --output row.png",
        "vae interpolate --from t10k-images-idx3-ubyte.gz:0 --to t10k-images-idx3-ubyte.gz:1 --output row.png",
        "vae interpolate --from -1,0.5 --to 1,2 --steps 30 --bounce --output morph.apng",
        "vae interpolate --from 1,0 --to 0,1 --path spherical --output arc.npy",
    ],
    "An end is a point (a number for each latent), a picture, or FILE:I, image I of an IDX, NPY or CSV file, from 0.",
    "An image stands for the mean that the model's encoder gives it. Both ends are among the steps.",
    "A linear path is straight. A spherical one (slerp) goes around the origin in equal angles, and so",
    "stays as far out as its ends; its ends may be neither 0 nor opposite to one another.");

    private const int MostSteps = 10_000;

    public static Command Create(CliConsole console)
    {
        Option<string> from = new("--from") { HelpName = "X,Y,...|IMAGE", Description = "The first point or image.", Required = true };
        Option<string> to = new("--to") { HelpName = "X,Y,...|IMAGE", Description = "The last point or image.", Required = true };
        Option<string> output = new("--output", "-o")
        {
            HelpName = "FILE",
            Description = $"Where the images go; - is standard output. The ending says how: {ImageOutput.KnownEndings}.",
            Required = true,
        };
        Option<string?> format = CommonOptions.Choice("--format", ImageOutput.FormatNames, "How the images are written, where the ending does not say it");
        Option<int?> steps = CommonOptions.Number("--steps", 2, MostSteps, "Images from one end to the other. By default 10.");
        Option<string?> path = CommonOptions.Choice("--path", ["linear", "spherical"], "How it runs. By default linear");
        Option<bool> bounce = new("--bounce") { Description = "Come back again, so that an animation has no jump." };
        Option<int?> framesPerSecond = CommonOptions.Number("--frames-per-second", 1, 100, "Speed of an animation. By default 10.");
        Option<int?> plays = CommonOptions.Number("--plays", 0, ushort.MaxValue, "How often an animation plays. By default 0, without end.");
        Option<int?> columns = CommonOptions.Number("--columns", 1, MostSteps, "Images in a row of a contact sheet. By default all.");
        Option<string?> model = CommonOptions.Model();
        Option<bool> force = CommonOptions.Force();
        Option<bool> quiet = CommonOptions.Quiet();

        Command command = new("interpolate", "Decode the way from one point or image to another.")
        {
            from, to, output, format, steps, path, bounce, framesPerSecond, plays, columns, model, force, quiet,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            ImageOutput images = ImageOutput.Parse(parsed.GetRequiredValue(output), parsed.GetValue(format));
            PathEnd first = PathEnd.Parse("--from", parsed.GetRequiredValue(from));
            PathEnd last = PathEnd.Parse("--to", parsed.GetRequiredValue(to));
            if (images.Format != ImageFormat.Animation && (parsed.GetValue(framesPerSecond) is not null || parsed.GetValue(plays) is not null))
            {
                throw BadInputException.In(images.Path, "is no animation, and --frames-per-second or --plays is given", "a path that ends in .apng, or --format apng", "Name one, or leave the option out.");
            }

            bool overwrite = parsed.GetValue(force);
            if (!overwrite)
            {
                images.RequireNew(OutputAdvice.Force);
            }

            string modelPath = ModelLocation.Resolve(parsed.GetValue(model), AppContext.BaseDirectory);
            ModelFacts facts = LatentDecoder.ReadFacts(modelPath);
            float[] begin = first.Locate(modelPath, facts);
            float[] end = last.Locate(modelPath, facts);
            PathShape shape = parsed.GetValue(path) == "spherical" ? PathShape.Spherical : PathShape.Linear;
            PathPoints points = new(begin, end, parsed.GetValue(steps) ?? 10, shape, parsed.GetValue(bounce));
            ImageSinkOptions sink = new() { Overwrite = overwrite, Columns = parsed.GetValue(columns) ?? (int)Math.Min(points.Count, MostSteps) };
            GenerationOptions options = new()
            {
                Points = points,
                ModelPath = modelPath,
                Output = images,
                Sink = sink with { FramesPerSecond = parsed.GetValue(framesPerSecond) ?? sink.FramesPerSecond, Plays = parsed.GetValue(plays) ?? sink.Plays },
            };
            GenerationReport report = PointImages.Generate(console, parsed.GetValue(quiet), options, cancellationToken);
            if (!parsed.GetValue(quiet) && !images.IsStandardOutput)
            {
                ResultTable table = new();
                table.Add("from", Described(first, begin));
                table.Add("to", Described(last, end));
                table.Add("written", images.Path);
                table.Add("", report.Description);
                table.Write(console.Results);
            }

            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static string Described(PathEnd end, float[] point) =>
        end.Point is null ? $"{NumberList.Shown(point)}, the mean of {end.Text}" : NumberList.Shown(point);
}

using VaePipeline.Cli.Jobs;
using VaePipeline.Cli.Points;
using VaePipeline.Data.Points;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae interpolate</c>: images on the way from one point, or image, to another.</summary>
internal static class InterpolateCommand
{
    public const string Description = "Decode the way from one point or image to another.";

    private const string Notes = """
        An end is a point (one number per latent), a picture, or FILE:I, image I of an IDX, NPY or CSV file, counted from 0.
        An image stands for the mean that the model's encoder gives it. Both ends are among the steps.
        A linear path is straight. A spherical one (slerp) goes around the origin in equal angles, and so
        stays as far out as its ends; its ends may be neither 0 nor opposite to one another.
        """;

    private const string Examples = """
        vae interpolate --from 0.5,-1 --to 2,1 --output row.png
        vae interpolate --from seven.png --to two.png --steps 12 --output row.png
        vae interpolate --from t10k-images-idx3-ubyte.gz:0 --to t10k-images-idx3-ubyte.gz:1 --output row.png
        vae interpolate --from -1,0.5 --to 1,2 --steps 30 --bounce --output morph.apng
        vae interpolate --from 1,0 --to 0,1 --path spherical --output arc.npy
        """;

    private const int MostSteps = 10_000;

    public static ProgramCommand Create(CommandConsole console)
    {
        Option<string> from = new("--from") { HelpName = "X,Y,...|IMAGE", Description = "The first point or image.", Required = true };
        Option<string> to = new("--to") { HelpName = "X,Y,...|IMAGE", Description = "The last point or image.", Required = true };
        Option<string> output = JobOptions.Images();
        TextOption format = JobOptions.Format();
        NumberOption<int> steps = new("--steps", new(2, MostSteps), "Images from one end to the other. [default: 10]");
        TextOption path = new("--path", TextForm.OneOf("linear", "spherical"), "Shape of the path. [default: linear]");
        Option<bool> bounce = new("--bounce") { Description = "Return to the start, so that an animation has no jump." };
        NumberOption<int> framesPerSecond = new("--frames-per-second", new(1, ImageSinkOptions.LargestFramesPerSecond), "Speed of an animation. [default: 10]");
        NumberOption<int> plays = new("--plays", new(0, ImageSinkOptions.LargestPlays), "How often an animation plays. [default: 0, forever]");
        NumberOption<int> columns = JobOptions.Columns("all");
        Option<string?> model = JobOptions.Model();
        Option<bool> force = CommonOptions.Force();

        ProgramCommand command = new("interpolate", Description, Notes, Examples)
        {
            from, to, output, format, steps, path, bounce, framesPerSecond, plays, columns, model, force, CommonOptions.Quiet(),
        };
        command.OnRun((parsed, cancellationToken) =>
        {
            ImageOutput images = ImageOutput.Parse(parsed.GetRequiredValue(output), parsed.GetValue(format));
            InterpolationEndpoint first = InterpolationEndpoint.Parse("--from", parsed.GetRequiredValue(from));
            InterpolationEndpoint last = InterpolationEndpoint.Parse("--to", parsed.GetRequiredValue(to));
            if (images.Format != ImageFormat.Animation && (parsed.GetValue(framesPerSecond) is not null || parsed.GetValue(plays) is not null))
            {
                throw BadInputException.In(images.Path, "is no animation, and --frames-per-second or --plays is given", "a path that ends in .apng, or --format apng", "Name one, or leave the option out.");
            }

            bool overwrite = parsed.GetValue(force);
            if (!overwrite)
            {
                images.RequireNew(JobOptions.ForceAdvice);
            }

            string modelPath = JobOptions.ModelOf(parsed, model);
            (VaeModel decoder, float[] begin, float[] end) = Locate(modelPath, first, last);
            PathShape shape = parsed.GetValue(path) == "spherical" ? PathShape.Spherical : PathShape.Linear;
            PathPoints points = new(begin, end, parsed.GetValue(steps) ?? 10, shape, parsed.GetValue(bounce));
            ImageSinkOptions sink = new() { Overwrite = overwrite, Columns = JobOptions.ColumnsOf(parsed, columns, images) ?? (int)Math.Min(points.Count, MostSteps) };
            GenerationOptions options = new()
            {
                Points = points,
                ModelPath = modelPath,
                Model = decoder,
                Output = images,
                Sink = sink with { FramesPerSecond = parsed.GetValue(framesPerSecond) ?? sink.FramesPerSecond, Plays = parsed.GetValue(plays) ?? sink.Plays },
            };
            GenerationReport report = JobReport.GeneratePoints(console, options, cancellationToken);
            console.Report(() => Table(report, images, Described(first, begin), Described(last, end)), isResultOnStandardOutput: images.IsStandardOutput);
        });
        return command;
    }

    /// <summary>Reads the model, with its encoder for an image, and finds the points of both ends.</summary>
    private static (VaeModel Decoder, float[] Begin, float[] End) Locate(string modelPath, InterpolationEndpoint first, InterpolationEndpoint last)
    {
        bool needsEncoder = (first.Point is null || last.Point is null) && !File.Exists(modelPath);
        (VaeModel? encoderModel, VaeModel decoder) = needsEncoder ? VaeModel.ReadBoth(modelPath) : (null, VaeModel.ReadDecoder(modelPath));
        using ImageEncoder? encoder = encoderModel is null ? null : ImageEncoder.Open(encoderModel, new BatchedOnnxOptions());
        return (decoder, first.Locate(decoder, encoder), last.Locate(decoder, encoder));
    }

    private static ResultTable Table(GenerationReport report, ImageOutput images, string from, string to)
    {
        ResultTable table = new();
        table.Add("from", from);
        table.Add("to", to);
        table.AddWritten(images.Path, report.Description);
        return table;
    }

    private static string Described(InterpolationEndpoint end, float[] point) =>
        end.Point is null ? $"{NumberList.Shown(point)}, the mean of {end.Text}" : NumberList.Shown(point);
}

using System.CommandLine;
using System.Globalization;
using VaePipeline.Cli.Drawing;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Formats;
using VaePipeline.Inference.Sessions;
using VaePipeline.Inference.Sinks;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae grid</c>: the manifold of a decoder with two latent dimensions, and the plot of its points.</summary>
internal static class GridCommand
{
    public static readonly HelpText Help = new(
    [
        "vae grid",
        "vae grid --output manifold.png --points points.png",
        "vae grid --model runs/mine --output manifold.npy --force",
    ],
    "The points lie at equal steps of probability: norm.ppf of 0.01 to 0.99 in each dimension.",
    "z[0] grows to the right and z[1] upwards, as in the plot; files of rows begin at the top left.");

    public static Command Create(CliConsole console)
    {
        Option<string> output = new("--output", "-o")
        {
            HelpName = "FILE",
            Description = $"Where the images go. The ending says how: {ImageOutput.KnownEndings}.",
            DefaultValueFactory = _ => "manifold.png",
        };
        Option<string?> points = new("--points") { HelpName = "FILE.png", Description = "Plot the 400 points, too." };
        Option<string?> model = CommonOptions.Model();
        Option<bool> force = CommonOptions.Force();
        Option<bool> quiet = CommonOptions.Quiet();

        Command command = new("grid", "Decode 20 x 20 points of the latent plane to a picture of the manifold.") { output, points, model, force, quiet };
        command.SetAction((parsed, cancellationToken) =>
        {
            ImageOutput manifold = ImageOutput.Parse(parsed.GetRequiredValue(output));
            string? plot = PlotPath(parsed.GetValue(points), manifold);
            bool overwrite = parsed.GetValue(force);
            if (!overwrite)
            {
                manifold.RequireNew(OutputAdvice.Force);
                (plot is null ? null : new ImageOutput(plot, ImageFormat.ContactSheet))?.RequireNew(OutputAdvice.Force);
            }

            string modelPath = ModelLocation.Resolve(parsed.GetValue(model), AppContext.BaseDirectory);
            ResultTable table = Run(modelPath, manifold, plot, overwrite, cancellationToken);
            if (!parsed.GetValue(quiet))
            {
                table.Write(console.Results);
            }

            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static string? PlotPath(string? path, ImageOutput manifold)
    {
        if (path is null)
        {
            return null;
        }

        if (ImageOutput.Parse(path).Format != ImageFormat.ContactSheet)
        {
            throw new ArgumentException($"--points is \"{path}\"; expected a path that ends in .png. Name such a file.", nameof(path));
        }

        return Path.GetFullPath(path) == Path.GetFullPath(manifold.Path)
            ? throw new ArgumentException($"--points is \"{path}\", as --output; expected two files. Name another one.", nameof(path))
            : path;
    }

    private static ResultTable Run(string modelPath, ImageOutput manifold, string? plot, bool overwrite, CancellationToken cancellationToken)
    {
        using LatentDecoder decoder = LatentDecoder.Open(modelPath);
        if (decoder.LatentSize != 2)
        {
            throw BadInputException.In(
                modelPath,
                string.Create(CultureInfo.InvariantCulture, $"the decoder's latent size is {decoder.LatentSize}"),
                "2, a plane to walk over",
                "Use a model with latent size 2, or \"vae generate\" with latents of your own.");
        }

        float[] latents = NormalGrid.Points(NormalGrid.DefaultSize);
        int count = latents.Length / 2;
        ImageSinkOptions options = new() { Overwrite = overwrite, Columns = NormalGrid.DefaultSize, Gap = 0 };
        using ImageSink sink = ImageSink.Open(manifold, decoder.Image, options);
        byte[] images = new byte[count * decoder.Image.PixelCount];
        decoder.Decode(latents, images);
        for (int i = 0; i < count; i++)
        {
            sink.Append(images.AsSpan(i * decoder.Image.PixelCount, decoder.Image.PixelCount));
        }

        // Both files are ready before either gets its name.
        using AtomicFileStream? plotFile = plot is null ? null : DrawPlot(plot, latents, overwrite);
        cancellationToken.ThrowIfCancellationRequested();
        sink.Complete();
        plotFile?.Commit();

        ResultTable table = new();
        table.Add("written", manifold.Path);
        table.Add("", sink.Description);
        if (plot is not null)
        {
            table.Add("written", plot);
            table.Add("", string.Create(CultureInfo.InvariantCulture, $"plot of the {count} points"));
        }

        return table;
    }

    private static AtomicFileStream DrawPlot(string path, float[] latents, bool overwrite)
    {
        ScatterPlot plot = new(latents.Max(MathF.Abs))
        {
            Caption = string.Create(CultureInfo.InvariantCulture, $"{latents.Length / 2} points: norm.ppf of 0.01 to 0.99 in equal steps"),
            HorizontalLabel = "z[0]",
            VerticalLabel = "z[1]",
        };
        Canvas canvas = plot.Draw(latents);
        AtomicFileStream file = AtomicFile.Create(path, overwrite);
        try
        {
            PngFile.Write(file, canvas.Pixels, canvas.Width, canvas.Height, channels: 3);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}

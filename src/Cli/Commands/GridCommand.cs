using System.CommandLine;
using VaePipeline.Cli.Drawing;
using VaePipeline.Cli.Points;
using VaePipeline.CommandLine;
using VaePipeline.Contracts.Files;
using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Points;
using VaePipeline.Generation;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae grid</c>: a plane of a decoder's latent space as one picture, and the plot of its points.</summary>
internal static class GridCommand
{
    public static readonly HelpText Help = new(
    [
        "vae grid",
        "vae grid --output manifold.png --points points.png",
        "vae grid --size 30x10 --range -3:3,-1:1 --output wide.png",
        "vae grid --model runs/deep --axes 0,3 --at 0,0.5,-1,0 --output plane.png",
        "vae grid --axes 1 --size 12 --output row.png        # one latent alone: a row",
        "vae grid --model runs/mine --output manifold.npy --force",
    ],
    "By default the points lie at equal steps of probability: norm.ppf of 0.01 to 0.99 along each axis;",
    "with --range at equal steps of that range. Latents that are no axis stay at --at, by default 0.",
    "The first axis grows to the right, the second upwards; files of rows begin at the top left.");

    private const int MostPlotted = 100_000;

    public static Command Create(CliConsole console)
    {
        Option<string> output = new("--output", "-o")
        {
            HelpName = "FILE",
            Description = $"Where the images go. The ending says how: {ImageOutput.KnownEndings}.",
            DefaultValueFactory = _ => "manifold.png",
        };
        Option<string?> points = new("--points") { HelpName = "FILE.png", Description = "Plot the points, too." };
        Option<string?> size = new("--size") { HelpName = "N|WxH", Description = "Points along each axis, 1 to 10000. By default 20." };
        Option<string?> range = new("--range") { HelpName = "LOW:HIGH", Description = "Range of both axes, or of each, between commas." };
        Option<string?> axes = new("--axes") { HelpName = "A,B", Description = "The latents that change, from 0; one makes a row. By default 0,1." };
        Option<string?> at = new("--at") { HelpName = "X,Y,...", Description = "Where the other latents stay: a number for each latent." };
        Option<string?> model = CommonOptions.Model();
        Option<bool> force = CommonOptions.Force();
        Option<bool> quiet = CommonOptions.Quiet();

        Command command = new("grid", "Decode a grid of points of the latent plane to a picture of the manifold.")
        {
            output, points, size, range, axes, at, model, force, quiet,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            ImageOutput manifold = ImageOutput.Parse(parsed.GetRequiredValue(output));
            string? plot = PlotPath(parsed.GetValue(points), manifold);
            PlaneChoice plane = new(parsed.GetValue(size), parsed.GetValue(range), parsed.GetValue(axes), parsed.GetValue(at));
            bool overwrite = parsed.GetValue(force);
            if (!overwrite)
            {
                manifold.RequireNew(OutputAdvice.Force);
                (plot is null ? null : new ImageOutput(plot, ImageFormat.ContactSheet))?.RequireNew(OutputAdvice.Force);
            }

            string modelPath = ModelLocation.Resolve(parsed.GetValue(model), AppContext.BaseDirectory);
            int latentSize = LatentDecoder.ReadFacts(modelPath).LatentSize;
            PlanePoints grid = plane.In(latentSize, modelPath);
            GenerationOptions options = new()
            {
                Points = grid,
                ModelPath = modelPath,
                Output = manifold,
                Sink = new ImageSinkOptions { Overwrite = overwrite, Columns = grid.Width, PageRows = grid.Height, Gap = 0 },
            };

            // Both files are ready before either gets its name.
            using AtomicFileStream? plotFile = plot is null ? null : DrawPlot(plot, grid, plane, latentSize, overwrite);
            GenerationReport report = PointImages.Generate(console, parsed.GetValue(quiet), options, cancellationToken);
            plotFile?.Commit();
            if (!parsed.GetValue(quiet) && !manifold.IsStandardOutput)
            {
                Table(manifold, report, plot).Write(console.Results);
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

    private static ResultTable Table(ImageOutput manifold, GenerationReport report, string? plot)
    {
        ResultTable table = new();
        table.Add("written", manifold.Path);
        table.Add("", report.Description);
        if (plot is not null)
        {
            table.Add("written", plot);
            table.Add("", string.Create(CultureInfo.InvariantCulture, $"plot of the {report.Rows} points"));
        }

        return table;
    }

    private static AtomicFileStream DrawPlot(string path, PlanePoints grid, PlaneChoice plane, int latentSize, bool overwrite)
    {
        if (grid.Count > MostPlotted)
        {
            throw BadInputException.In("--points", string.Create(CultureInfo.InvariantCulture, $"there are {grid.Count} points"), string.Create(CultureInfo.InvariantCulture, $"at most {MostPlotted} in a plot"), "Ask for fewer, or leave --points out.");
        }

        IReadOnlyList<int> axes = plane.AxesOf(latentSize);
        float[] plotted = Plotted(grid, axes);

        // A single point at the origin: any range will do.
        float largest = plotted.Max(MathF.Abs) is > 0 and var reach ? reach : 1;
        ScatterPlot plot = new(largest)
        {
            Caption = string.Create(CultureInfo.InvariantCulture, $"{grid.Count} points{plane.Spacing}"),
            HorizontalLabel = Label(axes[0]),
            VerticalLabel = axes.Count > 1 ? Label(axes[1]) : "",
        };
        Canvas canvas = plot.Draw(plotted);
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

        static string Label(int axis) => string.Create(CultureInfo.InvariantCulture, $"z[{axis}]");
    }

    /// <summary>[N, 2]: what the plot shows of each point; of a row the height is 0.</summary>
    private static float[] Plotted(PlanePoints grid, IReadOnlyList<int> axes)
    {
        float[] plotted = new float[2 * grid.Count];
        float[] latent = new float[grid.LatentSize];
        for (int i = 0; i < grid.Count; i++)
        {
            grid.Get(i, latent);
            plotted[2 * i] = latent[axes[0]];
            plotted[(2 * i) + 1] = axes.Count > 1 ? latent[axes[1]] : 0;
        }

        return plotted;
    }
}

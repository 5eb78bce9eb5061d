using VaePipeline.Cli.Jobs;
using VaePipeline.Cli.Points;
using VaePipeline.Contracts.Files;
using VaePipeline.Data.Plots;
using VaePipeline.Data.Points;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae grid</c>: a plane of a decoder's latent space as one picture, and the plot of its points.</summary>
internal static class GridCommand
{
    public const string Description = "Decode a grid of points of the latent plane to a picture of the manifold.";

    private const string Notes = """
        By default the points lie at equal steps of probability: norm.ppf of 0.01 to 0.99 along each axis;
        with --range at equal steps of that range. Latents that are not an axis stay at --at, by default 0.
        The first axis grows to the right, the second upwards; files of rows begin at the top left.
        """;

    private const string Examples = """
        vae grid
        vae grid --output manifold.png --points points.svg
        vae grid --size 30x10 --range -3:3,-1:1 --output wide.png
        vae grid --model runs/deep --axes 0,3 --at 0,0.5,-1,0 --output plane.png
        vae grid --axes 1 --size 12 --output row.png        # one latent alone: a row
        vae grid --model runs/mine --output manifold.npy --force
        """;

    private const int MostPlotted = 100_000;

    public static ProgramCommand Create(CommandConsole console)
    {
        Option<string> output = JobOptions.Images();
        output.Required = false;
        output.DefaultValueFactory = _ => "manifold.png";
        Option<string?> points = new("--points") { HelpName = "FILE.svg", Description = "Also plot the points." };
        Option<string?> size = new("--size") { HelpName = "N|WxH", Description = "Points along each axis, 1 to 10000. [default: 20]" };
        Option<string?> range = new("--range") { HelpName = "LOW:HIGH", Description = "Range of both axes, or one for each, separated by a comma. [default: equal steps of probability]" };
        Option<string?> axes = new("--axes") { HelpName = "A,B", Description = "The latents that change, from 0; one makes a row. [default: 0,1]" };
        Option<string?> at = new("--at") { HelpName = "X,Y,...", Description = "Where the other latents stay: a number for each latent. [default: 0]" };
        Option<string?> model = JobOptions.Model();
        Option<bool> force = CommonOptions.Force();

        ProgramCommand command = new("grid", Description, Notes, Examples)
        {
            output, points, size, range, axes, at, model, force, CommonOptions.Quiet(),
        };
        command.OnRun((parsed, cancellationToken) =>
        {
            ImageOutput manifold = ImageOutput.Parse(parsed.GetRequiredValue(output));
            string? plot = parsed.GetValue(points);
            if (plot is not null)
            {
                Plot.CheckPath("--points", plot, [manifold.Path]);
            }

            PlaneChoice plane = new(parsed.GetValue(size), parsed.GetValue(range), parsed.GetValue(axes), parsed.GetValue(at));
            bool overwrite = parsed.GetValue(force);
            if (!overwrite)
            {
                manifold.RequireNew(JobOptions.ForceAdvice);
                (plot is null ? null : new ImageOutput(plot, ImageFormat.ContactSheet))?.RequireNew(JobOptions.ForceAdvice);
            }

            string modelPath = JobOptions.ModelOf(parsed, model);
            VaeModel decoder = VaeModel.ReadDecoder(modelPath);
            int latentSize = decoder.Facts.LatentSize;
            PlanePoints grid = plane.In(latentSize, modelPath);
            GenerationOptions options = new()
            {
                Points = grid,
                ModelPath = modelPath,
                Model = decoder,
                Output = manifold,
                Sink = new ImageSinkOptions { Overwrite = overwrite, Columns = grid.Width, PageRows = grid.Height, Gap = 0 },
            };

            // Both files are ready before either gets its name.
            Plot? drawing = plot is null ? null : DrawPlot(grid, plane, latentSize);
            using AtomicFileStream? plotFile = plot is null ? null : AtomicFile.Create(plot, overwrite);
            drawing?.WriteTo(plotFile!); // not null: both are there, or neither
            GenerationReport report = JobReport.GeneratePoints(console, options, cancellationToken);
            plotFile?.Commit();
            console.Report(() => Table(manifold, report, plot), isResultOnStandardOutput: manifold.IsStandardOutput);
        });
        return command;
    }

    private static ResultTable Table(ImageOutput manifold, GenerationReport report, string? plot)
    {
        ResultTable table = new();
        table.AddWritten(manifold.Path, report.Description);
        if (plot is not null)
        {
            table.AddWritten(plot, Invariant($"plot of the {report.Rows} points"));
        }

        return table;
    }

    private static Plot DrawPlot(PlanePoints grid, PlaneChoice plane, int latentSize)
    {
        if (grid.Count > MostPlotted)
        {
            throw BadInputException.In("--points", Invariant($"there are {grid.Count} points"), Invariant($"at most {MostPlotted} in a plot"), "Ask for fewer, or leave --points out.");
        }

        IReadOnlyList<int> axes = plane.AxesOf(latentSize);
        PlotPoint[] plotted = Plotted(grid, axes);
        double largest = plotted.Max(point => Math.Max(Math.Abs(point.X), Math.Abs(point.Y)));
        return new Plot
        {
            Id = "points",
            Title = Invariant($"{grid.Count} points{plane.Spacing}"),
            Horizontal = PlotAxis.Symmetric(Label(axes[0]), largest),
            Vertical = axes.Count > 1 ? PlotAxis.Symmetric(Label(axes[1]), largest) : PlotAxis.None,
            FrameHeight = axes.Count > 1 ? 560 : 80,
            Series = [new PlotSeries("", PlotColors.Of(0, 1), plotted)],
        };

        static string Label(int axis) => Invariant($"z[{axis}]");
    }

    /// <summary>What the plot shows of each point; of a row the height is 0.</summary>
    private static PlotPoint[] Plotted(PlanePoints grid, IReadOnlyList<int> axes)
    {
        PlotPoint[] plotted = new PlotPoint[grid.Count];
        float[] latent = new float[grid.LatentSize];
        for (int i = 0; i < plotted.Length; i++)
        {
            grid.Get(i, latent);
            plotted[i] = new PlotPoint(latent[axes[0]], axes.Count > 1 ? latent[axes[1]] : 0);
        }

        return plotted;
    }
}

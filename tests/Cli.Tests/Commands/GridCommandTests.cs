using VaePipeline.Data.Images;

namespace VaePipeline.Cli.Tests.Commands;

public sealed class GridCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Manifold_is_20_by_20_images_without_gap_z0_to_the_right_and_z1_upwards()
    {
        CommandRun run = await Grid(TestDecoders.Plane, "--output", _folder["manifold.png"]);

        run.AssertDone();
        Picture picture = PictureFile.Read(_folder["manifold.png"]);
        Assert.Equal((40, 40, 1), (picture.Width, picture.Height, picture.Channels));

        // Pixel 0 of each image is z0 and pixel 1 is z1, both clipped to [0, 1] and times 255. Only the coordinate
        // norm.ppf(0.01 + 0.98 * 15 / 19 = 0.7836842) = 0.7847 is looked at, and the ends, which are clipped.
        const byte Fifteenth = 200;
        Assert.Equal([0, Fifteenth, 255], Row(picture, 0, offset: 0, 0, 15, 19));
        Assert.Equal([255, 255, 255], Row(picture, 0, offset: 1, 0, 15, 19));
        Assert.Equal([Fifteenth, Fifteenth, Fifteenth], Row(picture, 4, offset: 1, 0, 15, 19));
        Assert.Equal([0, 0, 0], Row(picture, 19, offset: 1, 0, 15, 19));
    }

    [Fact]
    public async Task Rows_of_a_file_begin_at_the_top_left()
    {
        CommandRun run = await Grid(TestDecoders.Plane, "--output", _folder["manifold.idx"]);

        run.AssertDone();
        byte[] images = File.ReadAllBytes(_folder["manifold.idx"])[16..];
        Assert.Equal(400 * 4, images.Length);
        Assert.Equal([0, 255, 255, 255], images[..4]);
        Assert.Equal([255, 0, 0, 255], images[^4..]);
    }

    [Fact]
    public async Task Points_are_plotted_and_both_files_are_named()
    {
        CommandRun run = await Grid(TestDecoders.Plane, "--output", _folder["manifold.png"], "--points", _folder["points.svg"]);

        run.AssertDone();
        string plot = File.ReadAllText(_folder["points.svg"]);
        Assert.Equal(400, plot.Split("h0").Length - 1);
        Assert.Contains(">400 points: norm.ppf of 0.01 to 0.99 in equal steps</text>", plot, StringComparison.Ordinal);
        Assert.Contains(">Horizontal: z[0], -2.5 to 2.5. Vertical: z[1], -2.5 to 2.5. 400 points.</desc>", plot, StringComparison.Ordinal);
        Assert.Equal(
            $"""
            written  {_folder["manifold.png"]}
                     contact sheet, 20 x 20 images of 2 x 2
            written  {_folder["points.svg"]}
                     plot of the 400 points

            """,
            run.Output);
    }

    // Pixels are z0, z1, z2, times 255.
    [Fact]
    public async Task Plane_of_a_larger_space_leaves_the_other_latents_where_they_are_asked_for()
    {
        CommandRun run = await Grid(
            TestDecoders.Latent3, "--size", "3x2", "--range", "0:0.4", "--axes", "2,0", "--at", "0,0.6,0", "--output", _folder["plane.raw"]);

        run.AssertDone();
        Assert.Equal([102, 153, 0, 102, 153, 51, 102, 153, 102, 0, 153, 0, 0, 153, 51, 0, 153, 102], File.ReadAllBytes(_folder["plane.raw"]));
    }

    [Fact]
    public async Task Plane_of_a_larger_space_is_the_first_two_latents_by_default()
    {
        CommandRun run = await Grid(TestDecoders.Latent3, "--output", _folder["plane.png"]);

        run.AssertDone();
        Picture picture = PictureFile.Read(_folder["plane.png"]);
        Assert.Equal((60, 20), (picture.Width, picture.Height));
        Assert.Equal([0, 255, 0], picture.Pixels[..3]);
    }

    [Fact]
    public async Task One_axis_is_a_row_and_is_plotted_as_one()
    {
        CommandRun run = await Grid(TestDecoders.Plane, "--axes", "1", "--size", "3", "--range", "0:0.4", "--output", _folder["row.raw"], "--points", _folder["points.svg"]);

        run.AssertDone();
        Assert.Equal([0, 0, 255, 255, 0, 51, 255, 255, 0, 102, 255, 255], File.ReadAllBytes(_folder["row.raw"]));
        Assert.Contains("plot of the 3 points", run.Output, StringComparison.Ordinal);
    }

    // 120 x 100 images are more than a page of a common sheet holds: a grid stays one picture.
    [Fact]
    public async Task Large_grid_is_one_picture()
    {
        CommandRun run = await Grid(TestDecoders.Plane, "--size", "120x100", "--range", "-3:3,-1:1", "--output", _folder["wide.png"]);

        run.AssertDone();
        Picture picture = PictureFile.Read(_folder["wide.png"]);
        Assert.Equal((240, 200), (picture.Width, picture.Height));
        Assert.Single(Directory.GetFiles(_folder.FolderPath));
    }

    [Theory]
    [InlineData("--size is \"0\"; expected points along an axis, 1 to 10000, as 20, or columns and rows, as 30x10.", "--size", "0")]
    [InlineData("--size is \"3x4x5\"", "--size", "3x4x5")]
    [InlineData("--range is \"3:-3\"; expected LOW:HIGH, as -3:3, the lower one first", "--range", "3:-3")]
    [InlineData("--range is \"-3:nan\"", "--range", "-3:nan")]
    [InlineData("--range is \"0:1,0:1,0:1\"; expected one range", "--range", "0:1,0:1,0:1")]
    [InlineData("--axes is \"0,0\"; expected the number of one latent or of two, as 0,3. Count from 0.", "--axes", "0,0")]
    [InlineData("--axes is \"-1\"", "--axes", "-1")]
    [InlineData("decoder.onnx: the model has 2 latents, and --axes names latent 2; expected 0 to 1.", "--axes", "0,2")]
    [InlineData("decoder.onnx: the model has 2 latents, and --at has 1 number; expected one for each.", "--at", "3")]
    [InlineData("--at is \"a,b\"; expected a number for each latent", "--at", "a,b")]
    [InlineData("--size: \"3x4\" for one axis; expected one number.", "--size", "3x4", "--axes", "0")]
    [InlineData("--range: two ranges for one axis; expected one.", "--range", "0:1,0:1", "--axes", "0")]
    [InlineData("--points: there are 160000 points; expected at most 100000 in a plot.", "--size", "400", "--points", "points.svg")]
    public async Task Wrong_choice_is_refused_before_anything_is_written(string expected, params string[] options)
    {
        CommandRun run = await Grid(TestDecoders.Plane, [.. options, "--output", _folder["manifold.png"]]);

        run.AssertBadInput(expected);
        AssertEmpty();
    }

    [Fact]
    public async Task Foreign_or_missing_model_is_refused()
    {
        CommandRun foreign = await Grid(TestDecoders.Foreign, "--output", _folder["manifold.png"]);
        CommandRun missing = await Grid(_folder["nowhere"], "--output", _folder["manifold.png"]);

        foreign.AssertBadInput("foreign.onnx: metadata entry \"", "is missing; expected a model exported by VaePipeline");
        missing.AssertBadInput($"{_folder["nowhere"]}: does not exist");
        AssertEmpty();
    }

    [Fact]
    public async Task Existing_plot_is_refused_before_anything_is_written()
    {
        _folder.Put("points.svg", "earlier");

        CommandRun run = await Grid(TestDecoders.Plane, "--output", _folder["manifold.png"], "--points", _folder["points.svg"]);

        run.AssertBadInput($"{_folder["points.svg"]}: the file exists already");
        Assert.Equal("earlier", File.ReadAllText(_folder["points.svg"]));
        Assert.False(File.Exists(_folder["manifold.png"]));
    }

    [Fact]
    public async Task Plot_that_cannot_be_written_leaves_the_earlier_manifold()
    {
        _folder.Put("manifold.png", "earlier");

        CommandRun run = await Grid(TestDecoders.Plane, "--output", _folder["manifold.png"], "--points", _folder["missing/points.svg"], "--force");

        run.AssertBadInput("missing does not exist");
        Assert.Equal("earlier", File.ReadAllText(_folder["manifold.png"]));
    }

    [Theory]
    [InlineData("points.npy", "points.npy\"; expected a path that ends in .svg. Name such a file: plots are SVG.")]
    [InlineData("points.png", "points.png\"; expected a path that ends in .svg. Name such a file: plots are SVG.")]
    public async Task Plot_under_a_wrong_name_is_refused(string points, string expected)
    {
        CommandRun run = await Grid(TestDecoders.Plane, "--output", _folder["manifold.png"], "--points", _folder[points]);

        run.AssertBadInput(expected);
        AssertEmpty();
    }

    [Fact]
    public async Task Plot_under_the_name_of_the_images_is_refused()
    {
        CommandRun run = await Grid(TestDecoders.Plane, "--output", _folder["a.svg/"], "--points", _folder["./a.svg"]);

        run.AssertBadInput("as --output; expected two files");
        AssertEmpty();
    }

    [Fact]
    public async Task Cancelled_run_leaves_nothing()
    {
        CommandRun run = await CommandRun.Of(
            new CancellationToken(canceled: true),
            "grid", "--model", TestDecoders.Plane, "--output", _folder["manifold.png"], "--points", _folder["points.svg"]);

        Assert.Equal(130, run.ExitCode);
        AssertEmpty();
    }

    private static Task<CommandRun> Grid(string model, params string[] more) => CommandRun.Of(["grid", "--model", model, .. more]);

    private void AssertEmpty() => Assert.Empty(Directory.GetFileSystemEntries(_folder.FolderPath));

    /// <summary>The pixel beside the top left one by <paramref name="offset"/> in images of one row; each image is 2 x 2.</summary>
    private static byte[] Row(Picture picture, int row, int offset, params int[] columns)
        => [.. columns.Select(column => picture.Pixels[(2 * row * picture.Width) + (2 * column) + offset])];
}

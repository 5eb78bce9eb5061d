using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Images;

namespace VaePipeline.Cli.Tests.Commands;

public sealed class GenerateCommandTests : IDisposable
{
    // Rows 0 and 1; the plane decoder gives z0, z1, 1 - z0, 1, times 255.
    private const string TwoRows = "z0,z1\n0.2,0.4\n1,0\n";
    private static readonly byte[] First = [51, 102, 204, 255];
    private static readonly byte[] Second = [255, 0, 0, 255];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Idx_holds_the_images_in_the_order_of_the_rows()
    {
        CommandRun run = await Generate(TwoRows, TestDecoders.Plane, "digits.idx");

        run.AssertDone();
        byte[] header = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2];
        Assert.Equal([.. header, .. First, .. Second], File.ReadAllBytes(_folder["digits.idx"]));
    }

    [Fact]
    public async Task Mnist_name_is_idx_too()
    {
        CommandRun run = await Generate(TwoRows, TestDecoders.Plane, "digits-images-idx3-ubyte");

        run.AssertDone();
        Assert.Equal(16 + 8, new FileInfo(_folder["digits-images-idx3-ubyte"]).Length);
    }

    [Fact]
    public async Task Decoder_with_bytes_as_output_gives_the_same_file()
    {
        await Generate(TwoRows, TestDecoders.Plane, "floats.idx");

        CommandRun run = await Generate(TwoRows, TestDecoders.PlaneBytes, "bytes.idx");

        run.AssertDone();
        Assert.Equal(File.ReadAllBytes(_folder["floats.idx"]), File.ReadAllBytes(_folder["bytes.idx"]));
    }

    [Fact]
    public async Task Npy_of_colour_keeps_planes()
    {
        CommandRun run = await Generate("0.2,0.4\n", TestDecoders.Colour, "digits.npy");

        run.AssertDone();
        byte[] file = File.ReadAllBytes(_folder["digits.npy"]);
        Assert.Contains("'shape': (1, 3, 1, 2)", System.Text.Encoding.ASCII.GetString(file), StringComparison.Ordinal);
        Assert.Equal([51, 51, 102, 102, 255, 0], file[^6..]);
    }

    [Fact]
    public async Task Png_is_a_contact_sheet_with_the_columns_asked_for()
    {
        CommandRun run = await Generate(TwoRows, TestDecoders.Plane, "digits.png", "--columns", "1");

        run.AssertDone();
        Picture sheet = PictureFile.Read(_folder["digits.png"]);
        const byte Gap = ContactSheet.Background;
        Assert.Equal((2, 5, 1), (sheet.Width, sheet.Height, sheet.Channels));
        Assert.Equal([.. First, Gap, Gap, .. Second], sheet.Pixels);
    }

    [Theory]
    [InlineData("digits/")]
    [InlineData("digits")]
    public async Task Folder_holds_one_png_per_row(string output)
    {
        CommandRun run = await Generate(TwoRows, TestDecoders.Plane, output);

        run.AssertDone();
        Assert.Equal(["0000000.png", "0000001.png"], Directory.GetFiles(_folder["digits/0000"]).Select(Path.GetFileName).Order());
        Assert.Equal(First, PictureFile.Read(_folder["digits/0000/0000000.png"]).Pixels);
        Assert.Equal(Second, PictureFile.Read(_folder["digits/0000/0000001.png"]).Pixels);
    }

    [Fact]
    public async Task Folder_of_colour_images_has_rgb_pixels()
    {
        CommandRun run = await Generate("0.2,0.4\n", TestDecoders.Colour, "digits/");

        run.AssertDone();
        Assert.Equal([51, 102, 255, 51, 102, 0], PictureFile.Read(_folder["digits/0000/0000000.png"]).Pixels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Batch_size_changes_nothing(int batchSize)
    {
        string csv = string.Concat(Enumerable.Range(0, 3).Select(i => FormattableString.Invariant($"{i / 5.0},0\n")));

        CommandRun run = await Generate(csv, TestDecoders.Plane, "digits.idx", "--batch-size", FormattableString.Invariant($"{batchSize}"));

        run.AssertDone();
        byte[] expected = [0, 0, 255, 255, 51, 0, 204, 255, 102, 0, 153, 255];
        Assert.Equal(expected, File.ReadAllBytes(_folder["digits.idx"])[16..]);
    }

    [Theory]
    [InlineData("\uFEFFz0,z1\n0.2,0.4\n1,0\n")]
    [InlineData("z0,z1\r\n0.2,0.4\r\n1,0\r\n")]
    [InlineData("0.2,0.4\n1,0")]
    [InlineData("0.2,0.4\n1,0\n\n\n")]
    public async Task Byte_order_mark_line_ends_and_missing_header_are_accepted(string csv)
    {
        CommandRun run = await Generate(csv, TestDecoders.Plane, "digits.idx");

        run.AssertDone();
        Assert.Equal([.. First, .. Second], File.ReadAllBytes(_folder["digits.idx"])[16..]);
    }

    [Fact]
    public async Task Summary_says_what_was_written_and_how_many()
    {
        CommandRun run = await Generate(TwoRows, TestDecoders.Plane, "digits.png");

        string[] lines = run.Output.Split('\n');
        Assert.Equal($"written  {_folder["digits.png"]}", lines[0]);
        Assert.Equal("         contact sheet, 2 x 1 images of 2 x 2", lines[1]);
        Assert.Equal("rows     2", lines[2]);
        Assert.Matches(@"^speed    [\d,]+ images/s \(\d+\.\d\d s\)$", lines[3]);
    }

    [Fact]
    public async Task Quiet_says_nothing()
    {
        CommandRun run = await Generate(TwoRows, TestDecoders.Plane, "digits.png", "--quiet");

        Assert.Equal(new CommandRun(0, "", ""), run);
        Assert.True(File.Exists(_folder["digits.png"]));
    }

    [Fact]
    public async Task Existing_file_is_refused_and_replaced_with_force()
    {
        _folder.Put("digits.idx", "earlier");

        CommandRun refused = await Generate(TwoRows, TestDecoders.Plane, "digits.idx");
        string afterRefusal = File.ReadAllText(_folder["digits.idx"]);
        CommandRun forced = await Generate(TwoRows, TestDecoders.Plane, "digits.idx", "--force");

        refused.AssertBadInput($"{_folder["digits.idx"]}: the file exists already; expected a new file. Pass --force to replace it, or choose another name.");
        Assert.Equal("earlier", afterRefusal);
        forced.AssertDone();
        Assert.Equal(24, new FileInfo(_folder["digits.idx"]).Length);
    }

    [Fact]
    public async Task Existing_folder_of_images_is_refused_and_replaced_whole_with_force()
    {
        await Generate(TwoRows, TestDecoders.Plane, "digits/");

        CommandRun refused = await Generate("0,0\n", TestDecoders.Plane, "digits/");
        CommandRun forced = await Generate("0,0\n", TestDecoders.Plane, "digits/", "--force");

        refused.AssertBadInput("the folder is not empty; expected a new or an empty folder. Pass --force");
        forced.AssertDone();
        Assert.Equal([_folder["digits/0000/0000000.png"]], Directory.GetFiles(_folder["digits/0000"]));
        Assert.Equal([0, 0, 255, 255], PictureFile.Read(_folder["digits/0000/0000000.png"]).Pixels);
    }

    [Fact]
    public async Task Cancelled_run_ends_with_130_and_leaves_nothing()
    {
        _folder.Put("latents.csv", TwoRows);

        CommandRun run = await CommandRun.Of(
            new CancellationToken(canceled: true),
            "generate", _folder["latents.csv"], "--model", TestDecoders.Plane, "--output", _folder["digits.png"]);

        Assert.Equal(new CommandRun(130, "", "cancelled\n"), run);
        Assert.Equal([_folder["latents.csv"]], Directory.GetFileSystemEntries(_folder.FolderPath));
    }

    private Task<CommandRun> Generate(string csv, string model, string output, params string[] more)
    {
        _folder.Put("latents.csv", csv);
        return CommandRun.Of(["generate", _folder["latents.csv"], "--model", model, "--output", _folder[output], .. more]);
    }
}

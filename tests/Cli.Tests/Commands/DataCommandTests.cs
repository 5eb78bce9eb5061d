using System.Text.Json;
using VaePipeline.Data.Images;
using VaePipeline.Data.Sets;

namespace VaePipeline.Cli.Tests.Commands;

public sealed class DataCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Data_says_what_a_folder_holds()
    {
        Directory.CreateDirectory(_folder["tiny"]);
        byte[] images = [.. IdxFixture.Header(0x803u, 2, 1, 2), 0, 255, 51, 204], test = [.. IdxFixture.Header(0x803u, 1, 1, 2), 0, 51];
        await File.WriteAllBytesAsync(_folder["tiny/train-images-idx3-ubyte"], images);
        await File.WriteAllBytesAsync(_folder["tiny/train-labels-idx1-ubyte"], IdxFixture.Labels([7, 3]));
        await File.WriteAllBytesAsync(_folder["tiny/t10k-images-idx3-ubyte"], test);
        await File.WriteAllBytesAsync(_folder["tiny/t10k-labels-idx1-ubyte"], IdxFixture.Labels([3]));

        var run = await CommandRun.Of("data", _folder["tiny"]);

        // SHA-256 of the bytes 00 FF 33 CC, by `printf '\x00\xff\x33\xcc' | sha256sum`.
        string bar = new('#', 40);
        string[] expected =
        [
            "data set     tiny",
            "kind         IDX files with MNIST's names",
            "licence      not stated",
            "image shape  1x1x2, grey",
            "SHA-256      cf37cf788d2da47d086a3311770713f0e84b93d08a7a21db9442f03d067f9ba6 (training images)",
            "training     2 images, pixels 0 to 255 of 255, mean 0.5000",
            $"             label 3       1 {bar}",
            $"             label 7       1 {bar}",
            "test         1 images, pixels 0 to 51 of 255, mean 0.1000",
            $"             label 3       1 {bar}",
            "",
        ];
        Assert.Equal(string.Join("\n", expected), run.Output);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Data_draws_a_sheet_of_ten_by_ten()
    {
        var run = await CommandRun.Of("data", "digits", "--images", "150", "--sheet", _folder["digits.png"]);

        Assert.Equal(0, run.ExitCode);
        var sheet = PictureFile.Read(_folder["digits.png"]);
        Assert.Equal((289, 289, 1), (sheet.Width, sheet.Height, sheet.Channels)); // 10 * 28 and 9 gaps
        byte[] first = [.. Enumerable.Range(0, 28).SelectMany(row => sheet.Pixels[(row * 289)..((row * 289) + 28)])];
        Assert.Equal(DigitDataSet.Create(150).Training.Pixels[..784], first);
    }

    [Fact]
    public async Task Data_keeps_a_sheet_that_is_there()
    {
        await File.WriteAllTextAsync(_folder["digits.png"], "mine");

        var run = await CommandRun.Of("data", "digits", "--images", "10", "--sheet", _folder["digits.png"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"error: {_folder["digits.png"]}: the file exists already; expected a new file. Choose another --sheet, or add --force.\n", run.Error);
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["digits.png"]));
    }

    [Fact]
    public async Task Data_refuses_more_images_than_there_are()
    {
        IdxFixture.Write(_folder["data"]);

        var run = await CommandRun.Of("data", _folder["data"], "--images", "25");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"error: {_folder["data"]}: there are 24 training images; expected at least 25. Lower --images.\n", run.Error);
    }

    [Fact]
    public async Task Data_says_what_a_CSV_holds_and_how_it_is_split()
    {
        await File.WriteAllTextAsync(_folder["pets.csv"], "label,a,b,c,d\ncat,0,0,0,1\ncat,0,0,0,1\nparrot,0,0,0,0.5\n");

        var run = await CommandRun.Of("data", _folder["pets.csv"], "--test-share", "0.4", "--seed", "7");

        run.AssertDone();
        string[] lines = run.Output.Split('\n');
        Assert.Equal(["data set     pets", "kind         CSV file", "licence      not stated", "image shape  1x2x2, grey"], lines[..4]);
        Assert.Equal(["rounding     to 256 levels, by at most 0.00196 of 1", "split        0.4 of the images test, chosen by seed 7"], lines[5..7]);
        Assert.StartsWith("training     2 images, pixels 0 to 255 of 255, mean 0.", lines[7], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("             label cat          ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("             label parrot       1 #", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Data_json_has_the_same_for_programs()
    {
        await File.WriteAllTextAsync(_folder["pets.csv"], "label,a,b,c,d\ncat,0,0,0,1\ncat,0,0,0,1\nparrot,0,0,0,0.5\n");

        var run = await CommandRun.Of("data", _folder["pets.csv"], "--test-share", "0.4", "--seed", "7", "--json");

        run.AssertDone();
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement root = json.RootElement;
        Assert.Equal(("pets", "[1,2,2]", 0.4, 7), (root.GetProperty("name").GetString(), root.GetProperty("imageShape").GetRawText(), root.GetProperty("testShare").GetDouble(), root.GetProperty("seed").GetInt64()));
        Assert.Equal(2, root.GetProperty("training").GetProperty("images").GetInt32());
        Assert.Equal(2, root.GetProperty("training").GetProperty("labels").EnumerateObject().Sum(label => label.Value.GetInt32()));
    }

    [Fact]
    public async Task Data_quiet_draws_the_sheet_and_prints_nothing()
    {
        var run = await CommandRun.Of("data", "digits", "--images", "10", "--sheet", _folder["digits.png"], "--quiet");

        run.AssertDone();
        Assert.Equal("", run.Output);
        Assert.True(File.Exists(_folder["digits.png"]));
    }

    [Fact]
    public async Task Options_out_of_range_are_refused_all_at_once()
    {
        var run = await CommandRun.Of("data", _folder["none"], "--images", "0", "--resize", "30", "--fit", "zoom", "--image-shape", "2x4x4", "--pixel-range", "100", "--test-share", "1");

        run.AssertBadInput(
            "--images is \"0\"; expected a whole number, at least 1. --resize is \"30\"; expected WIDTHxHEIGHT, as 32x32. --fit is \"zoom\"; expected stretch or crop or pad. --image-shape is \"2x4x4\"; expected CxHxW with 1 or 3 channels, as 3x32x32. "
            + "--pixel-range is \"100\"; expected 1 or 255. --test-share is \"1\"; expected a number, above 0 and below 1. Run \"vae data --help\" for usage.");
    }

    [Fact]
    public async Task Data_that_is_neither_name_nor_folder_is_refused()
    {
        var run = await CommandRun.Of("data", "mnits");

        run.AssertBadInput("mnits: there is no such folder or file; expected ", ", or one of digits, mnist, fashion-mnist, kmnist. Check the name.");
    }
}

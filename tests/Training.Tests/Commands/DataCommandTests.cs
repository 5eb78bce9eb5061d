using VaePipeline.Data.Images;
using VaePipeline.Data.Sets;

namespace VaePipeline.Training.Tests.Commands;

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

        var run = await ProgramRun.OfAsync("data", _folder["tiny"]);

        // SHA-256 of the bytes 00 FF 33 CC, by `printf '\x00\xff\x33\xcc' | sha256sum`.
        string bar = new('#', 40);
        string[] expected =
        [
            "data set      tiny",
            "kind          IDX files with MNIST's names",
            "licence       not stated",
            "image shape   1x1x2, grey",
            "SHA-256       cf37cf788d2da47d086a3311770713f0e84b93d08a7a21db9442f03d067f9ba6 (training images)",
            "training      2 images, pixels 0 to 255 of 255, mean 0.5000",
            $"  label 3           1 {bar}",
            $"  label 7           1 {bar}",
            "test          1 images, pixels 0 to 51 of 255, mean 0.1000",
            $"  label 3           1 {bar}",
            "",
        ];
        Assert.Equal(string.Join(Environment.NewLine, expected), run.Out);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Data_draws_a_sheet_of_ten_by_ten()
    {
        var run = await ProgramRun.OfAsync("data", "digits", "--images", "150", "--sheet", _folder["digits.png"]);

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

        var run = await ProgramRun.OfAsync("data", "digits", "--images", "10", "--sheet", _folder["digits.png"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"error: {_folder["digits.png"]}: the file exists already; expected a new file. Choose another --sheet, or add --force.{Environment.NewLine}", run.Error);
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["digits.png"]));
    }

    [Fact]
    public async Task Data_refuses_more_images_than_there_are()
    {
        IdxFixture.Write(_folder["data"]);

        var run = await ProgramRun.OfAsync("data", _folder["data"], "--images", "25");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"error: {_folder["data"]}: there are 24 training images; expected at least 25. Lower --images.{Environment.NewLine}", run.Error);
    }
}

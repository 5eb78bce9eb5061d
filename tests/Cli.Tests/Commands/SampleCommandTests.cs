using System.Globalization;
using VaePipeline.Data.Points;

namespace VaePipeline.Cli.Tests.Commands;

public sealed class SampleCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("idx", 1000)]
    [InlineData("png", 7)]
    [InlineData("csv", 300)]
    public async Task Images_are_those_that_generate_makes_of_the_points(string form, int count)
    {
        CommandRun sample = await Sample(count, "--seed", "5", "--points", _folder["points.csv"], "--output", _folder[$"a.{form}"]);
        CommandRun generate = await CommandRun.Of("generate", _folder["points.csv"], "--model", TestDecoders.Plane, "--output", _folder[$"b.{form}"]);

        sample.AssertDone();
        generate.AssertDone();
        Assert.Equal(File.ReadAllBytes(_folder[$"b.{form}"]), File.ReadAllBytes(_folder[$"a.{form}"]));
        Assert.Equal(3, Directory.GetFileSystemEntries(_folder.FolderPath).Length);
    }

    [Fact]
    public async Task Npy_and_csv_hold_the_points_of_the_seed()
    {
        (await Sample(3, "--seed", "5", "--points", _folder["points.npy"])).AssertDone();
        (await Sample(3, "--seed", "5", "--points", _folder["points.csv"])).AssertDone();

        float[] latent = new float[2];
        new PriorPoints(3, 2, seed: 5).Get(2, latent);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{latent[0]},{latent[1]}"), File.ReadAllLines(_folder["points.csv"])[3]);
        Assert.Equal(BitConverter.GetBytes(latent[1]), File.ReadAllBytes(_folder["points.npy"])[^4..]);
    }

    // The plane decoder's fourth pixel is 1 and its third 1 - z0: at temperature 0 every point is the origin.
    [Fact]
    public async Task Temperature_0_decodes_the_origin()
    {
        CommandRun run = await Sample(2, "--temperature", "0", "--output", _folder["a.raw"]);

        run.AssertDone();
        Assert.Equal([0, 0, 255, 255, 0, 0, 255, 255], File.ReadAllBytes(_folder["a.raw"]));
    }

    [Fact]
    public async Task Seeds_differ_and_repeat()
    {
        await Sample(50, "--output", _folder["a.raw"]);
        await Sample(50, "--output", _folder["b.raw"], "--seed", "0");
        await Sample(50, "--output", _folder["c.raw"], "--seed", "1");

        Assert.Equal(File.ReadAllBytes(_folder["a.raw"]), File.ReadAllBytes(_folder["b.raw"]));
        Assert.NotEqual(File.ReadAllBytes(_folder["a.raw"]), File.ReadAllBytes(_folder["c.raw"]));
    }

    [Fact]
    public async Task Summary_names_both_files()
    {
        CommandRun run = await Sample(1500, "--points", _folder["points.csv"], "--output", _folder["a.idx"]);

        run.AssertDone();
        Assert.Contains($"written  {_folder["a.idx"]}\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith($"written  {_folder["points.csv"]}\n         1,500 points of 2 latents\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vae sample: nothing says where the samples go; expected --output FILE for images, --points FILE for latents, or both.")]
    [InlineData("p.txt: the ending is not known for points; expected .csv, .csv.gz or .npy.", "--points", "p.txt")]
    [InlineData("a.csv\", as --output; expected two files.", "--points", "a.csv", "--output", "a.csv")]
    [InlineData("--json: there are no images to report on", "--points", "a.csv", "--json")]
    [InlineData("--temperature is \"-1\"; expected a number, 0 to 1000.", "--points", "a.csv", "--temperature", "-1")]
    [InlineData("--temperature is \"nan\"; expected a number", "--points", "a.csv", "--temperature", "nan")]
    [InlineData("--seed is \"-3\"; expected a whole number, at least 0.", "--points", "a.csv", "--seed", "-3")]
    [InlineData("a.tiff: the extension \".tiff\" is not known", "--output", "a.tiff")]
    [InlineData("nowhere: does not exist", "--output", "a.png", "--model", "nowhere")]
    public async Task Wrong_options_are_refused_before_anything_is_written(string expected, params string[] options)
    {
        string[] placed = [.. options.Select(option => option is "p.txt" or "a.csv" or "a.tiff" or "a.png" or "nowhere" ? _folder[option] : option)];

        CommandRun run = await CommandRun.Of(["sample", "--count", "3", .. options.Contains("--model") ? Array.Empty<string>() : ["--model", TestDecoders.Plane], .. placed]);

        run.AssertBadInput(expected);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.FolderPath));
    }

    [Theory]
    [InlineData("points.csv")]
    [InlineData("a.idx")]
    public async Task Existing_output_is_kept_without_force(string name)
    {
        _folder.Put(name, "earlier");

        CommandRun refused = await Sample(3, "--points", _folder["points.csv"], "--output", _folder["a.idx"]);
        Assert.Single(Directory.GetFileSystemEntries(_folder.FolderPath));
        CommandRun forced = await Sample(3, "--points", _folder["points.csv"], "--output", _folder["a.idx"], "--force");

        refused.AssertBadInput($"{_folder[name]}: the file exists already; expected a new file. Pass --force to replace it");
        forced.AssertDone();
    }

    [Fact]
    public async Task Cancelled_run_leaves_nothing()
    {
        CommandRun run = await CommandRun.Of(
            new CancellationToken(canceled: true), "sample", "--count", "9", "--model", TestDecoders.Plane, "--output", _folder["a.idx"]);

        Assert.Equal(130, run.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.FolderPath));
    }

    private static Task<CommandRun> Sample(int count, params string[] more)
        => CommandRun.Of(["sample", "--count", count.ToString(CultureInfo.InvariantCulture), "--model", TestDecoders.Plane, .. more]);
}

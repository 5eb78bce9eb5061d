using System.Text.Json;
using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Formats;

namespace VaePipeline.Cli.Tests.Commands;

public sealed class EncodeCommandTests : IDisposable
{
    // The encoder's mean is the upper row of pixels, its log-variance the lower one.
    private static readonly byte[] First = [51, 102, 0, 255];
    private static readonly byte[] Second = [255, 0, 51, 51];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Csv_has_a_row_for_each_image_that_generate_decodes()
    {
        string images = PutPictures("photos");

        (await Encode(images, "latents.csv")).AssertDone();

        Assert.Equal(
            """
            mean0,mean1,log_variance0,log_variance1,file,label
            0.2,0.4,0,1,cat/a.png,cat
            1,0,0.2,0.2,dog/b.png,dog

            """.ReplaceLineEndings("\n"),
            File.ReadAllText(_folder["latents.csv"]));

        CommandRun run = await CommandRun.Of("generate", _folder["latents.csv"], "-o", _folder["again.idx"], "-m", TestDecoders.Plane);

        run.AssertDone();
        Assert.Equal([51, 102, 204, 255, 255, 0, 0, 255], File.ReadAllBytes(_folder["again.idx"])[16..]);
        Assert.Equal(
            "index,line,log_variance0,log_variance1,file,label\n0,2,0,1,cat/a.png,cat\n1,3,0.2,0.2,dog/b.png,dog\n",
            File.ReadAllText(_folder["again.idx.manifest.csv"]));
    }

    [Fact]
    public async Task One_picture_gives_one_row_with_its_name()
    {
        string images = PutPictures("photos");

        (await Encode(Path.Combine(images, "cat", "a.png"), "latents.csv")).AssertDone();

        Assert.Equal("mean0,mean1,log_variance0,log_variance1,file\n0.2,0.4,0,1,a.png\n", File.ReadAllText(_folder["latents.csv"]));
    }

    [Fact]
    public async Task Npy_holds_the_means_and_a_second_file_the_log_variances()
    {
        string images = PutIdx(First, Second);

        CommandRun run = await Encode(images, "latents.npy");

        run.AssertDone();
        Assert.Contains("NPY files, [2, 2] float32: means, and log-variances", run.Output, StringComparison.Ordinal);
        Assert.Equal([0.2f, 0.4f, 1f, 0f], Floats(_folder["latents.npy"]));
        Assert.Equal([0f, 1f, 0.2f, 0.2f], Floats(_folder["latents-log-variance.npy"]));
    }

    [Fact]
    public async Task Plot_shows_the_means_by_label()
    {
        string images = PutPictures("photos");

        CommandRun run = await Encode(images, "latents.csv", "--plot", _folder["means.svg"]);

        run.AssertDone();
        Assert.Contains($"written  {_folder["means.svg"]}\n         plot of the means\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        string plot = File.ReadAllText(_folder["means.svg"]);
        Assert.Contains(">Posterior means by label</text>", plot, StringComparison.Ordinal);
        Assert.Contains(">2 images</text>", plot, StringComparison.Ordinal);
        Assert.Contains("cat: 1 points. dog: 1 points.</desc>", plot, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("means.png", "expected a path that ends in .svg. Name such a file: plots are SVG.")]
    [InlineData("missing/means.svg", "missing does not exist")]
    [InlineData("there.svg", "there.svg: the file exists already")]
    public async Task Plot_that_cannot_be_is_refused_and_nothing_is_written(string plot, string expected)
    {
        _folder.Put("there.svg", "earlier");

        CommandRun run = await Encode(PutIdx(First), "latents.csv", "--plot", _folder[plot]);

        run.AssertBadInput(expected);
        Assert.False(File.Exists(_folder["latents.csv"]));
        Assert.Equal("earlier", File.ReadAllText(_folder["there.svg"]));
    }

    [Fact]
    public async Task Packed_csv_is_gzip()
    {
        (await Encode(PutIdx(First), "latents.csv.gz")).AssertDone();

        using System.IO.Compression.GZipStream unpacked = new(File.OpenRead(_folder["latents.csv.gz"]), System.IO.Compression.CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);
        Assert.Equal("mean0,mean1,log_variance0,log_variance1\n0.2,0.4,0,1\n", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Json_tells_what_was_done()
    {
        CommandRun run = await Encode(PutIdx(First, Second), "latents.csv", "--json");

        Assert.Equal(0, run.ExitCode);
        using JsonDocument done = JsonDocument.Parse(run.Output);
        Assert.Equal(("done", 2), (done.RootElement.GetProperty("event").GetString(), done.RootElement.GetProperty("rows").GetInt32()));
    }

    [Fact]
    public async Task Quiet_says_nothing()
    {
        CommandRun run = await Encode(PutIdx(First), "latents.csv", "--quiet");

        run.AssertDone();
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task Output_that_is_there_is_replaced_with_force_alone()
    {
        string images = PutIdx(First);
        File.WriteAllText(_folder["latents-log-variance.npy"], "earlier");

        (await Encode(images, "latents.npy")).AssertBadInput("latents-log-variance.npy: the file exists already; expected a new file. Pass --force to replace it");
        Assert.Equal("earlier", File.ReadAllText(_folder["latents-log-variance.npy"]));

        (await Encode(images, "latents.npy", "--force")).AssertDone();
    }

    [Fact]
    public async Task Cancelled_leaves_nothing()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        CommandRun run = await CommandRun.Of(cancelled.Token, "encode", PutIdx(First), "-o", _folder["latents.csv"], "-m", TestDecoders.Encoder);

        Assert.Equal((130, "cancelled\n"), (run.ExitCode, run.Error));
        Assert.Equal(["images.idx"], Directory.GetFileSystemEntries(_folder.FolderPath).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Bad_images_are_refused_and_leave_nothing()
    {
        PngFile.Write(_folder["wide.png"], new byte[6], 3, 2, channels: 1);
        string cut = _folder.Put("cut.idx", File.ReadAllBytes(PutIdx(First, Second))[..^1]);
        string nan = _folder.Put("nan.csv", "0,0.5,1,0.25\n0.5,nan,0,0\n");
        Directory.CreateDirectory(_folder["empty"]);

        (await Encode(_folder["wide.png"], "a.csv")).AssertBadInput("wide.png: the picture is 3 x 2 grey; expected 2 x 2 grey, which the model takes.");
        (await Encode(cut, "a.csv")).AssertBadInput("cut.idx @ byte 4: the header claims 2 images of 2x2, 8 bytes; expected no more than a file of 23 bytes can hold.");
        (await Encode(nan, "a.csv")).AssertBadInput("nan.csv:2: column 2 is \"nan\"; expected a value from 0 to 1, as there are fractions before it.");
        (await Encode(_folder["empty"], "a.csv")).AssertBadInput("empty: there are no files; expected PNG, JPEG, WebP, BMP or GIF files, or folders of them.");
        (await Encode(_folder["none"], "a.csv")).AssertBadInput("none: the file does not exist; expected an IDX, NPY or CSV file of images");
        Assert.False(File.Exists(_folder["a.csv"]));
    }

    [Fact]
    public async Task Wrong_usage_is_refused()
    {
        string images = PutIdx(First);

        (await Encode(images, "latents.txt")).AssertBadInput("latents.txt: the ending is not known; expected .csv, .csv.gz, or .npy");
        (await Encode(images, "a.csv", "--pixel-range", "1")).AssertBadInput("--pixel-range: given with an IDX file; expected only with CSV or NPY files. Leave it out.");
        (await Encode(images, "a.csv", "--pixel-range", "7")).AssertBadInput("--pixel-range is \"7\"; expected 1 or 255.");
        (await CommandRun.Of("encode", images, "-o", _folder["a.csv"], "-m", TestDecoders.Plane)).AssertBadInput("decoder.onnx");
    }

    private Task<CommandRun> Encode(string images, string output, params string[] more) =>
        CommandRun.Of(["encode", images, "--output", _folder[output], "--model", TestDecoders.Encoder, .. more]);

    private string PutIdx(params byte[][] images) =>
        _folder.Put("images.idx", [.. IdxWriter.Header(images.Length, 2, 2), .. images.SelectMany(image => image)]);

    private string PutPictures(string name)
    {
        foreach ((string file, byte[] pixels) in new[] { ("cat/a.png", First), ("dog/b.png", Second) })
        {
            string path = Path.Combine(_folder[name], file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // not null: no root
            PngFile.Write(path, pixels, 2, 2, channels: 1);
        }

        return _folder[name];
    }

    private static float[] Floats(string path) =>
        [.. File.ReadAllBytes(path)[128..].Chunk(sizeof(float)).Select(bytes => BitConverter.ToSingle(bytes))];
}

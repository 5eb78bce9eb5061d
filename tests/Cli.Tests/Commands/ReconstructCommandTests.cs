using System.Runtime.CompilerServices;
using VaePipeline.Data.Formats;
using VaePipeline.Data.Images;
using VaePipeline.Inference;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Cli.Tests.Commands;

public sealed class ReconstructCommandTests : IDisposable
{
    private const int Side = 28;
    private const int Pixels = Side * Side;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pair_is_the_original_and_the_decoded_mean()
    {
        byte[] images = Images(3);

        CommandRun run = await Reconstruct(images, "pairs.idx");

        run.AssertDone();
        byte[] expected = Decoded(images);
        byte[] pairs = File.ReadAllBytes(_folder["pairs.idx"]);
        Assert.Equal(IdxWriter.Header(3, Side, 2 * Side), pairs[..16]);
        for (int row = 0; row < 3 * Side; row++)
        {
            ReadOnlySpan<byte> pair = pairs.AsSpan(16 + (row * 2 * Side), 2 * Side);
            Assert.Equal(images.AsSpan(row * Side, Side), pair[..Side]);

            // The last bit of a pixel may depend on the batch, and with it the rounding to a byte.
            for (int x = 0; x < Side; x++)
            {
                Assert.InRange(pair[Side + x] - expected[(row * Side) + x], -1, 1);
            }
        }
    }

    [Fact]
    public async Task Error_is_the_mean_square()
    {
        byte[] images = Images(3);
        byte[] expected = Decoded(images);
        double error = images.Zip(expected).Average(pair => Math.Pow((pair.First - pair.Second) / 255.0, 2));

        CommandRun run = await Reconstruct(images, "pairs.idx");

        string line = Assert.Single(run.Output.Split('\n'), line => line.StartsWith("error", StringComparison.Ordinal));
        string shown = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];

        // The expected one is of rounded pixels, each off by 1/510 at most.
        Assert.Equal(error, double.Parse(shown, System.Globalization.CultureInfo.InvariantCulture), 0.002);
    }

    [Theory]
    [InlineData(null, 40)]
    [InlineData("2", 2)]
    [InlineData("50", 45)]
    [InlineData("all", 45)]
    public async Task Sheet_shows_the_first_images(string? count, int expected)
    {
        CommandRun run = await Reconstruct(Images(45), "pairs.png", count is null ? [] : ["--images", count]);

        run.AssertDone();
        Assert.Contains($"\npairs    {expected}, original and reconstruction\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_holds_a_picture_for_each_pair()
    {
        (await Reconstruct(Images(2), "pairs/")).AssertDone();

        Picture pair = PictureFile.Read(_folder["pairs/0000/0000001.png"]);
        Assert.Equal((2 * Side, Side, 1), (pair.Width, pair.Height, pair.Channels));
    }

    [Fact]
    public async Task Wrong_usage_is_refused()
    {
        string images = _folder.Put("images.idx", [.. IdxWriter.Header(1, Side, Side), .. Images(1)]);

        (await CommandRun.Of("reconstruct", images, "-o", _folder["a.png"], "-m", TestDecoders.Plane)).AssertBadInput(
            "decoder.onnx: is a file; expected a model folder, for encoder and decoder. Name the folder that the file lies in.");
        (await CommandRun.Of("reconstruct", images, "-o", _folder["a.png"], "--images", "0")).AssertBadInput("--images is \"0\"; expected a whole number from 1, or all.");
        _folder.Put("a.png", "earlier");
        (await CommandRun.Of("reconstruct", images, "-o", _folder["a.png"], "-m", Model())).AssertBadInput("a.png: the file exists already; expected a new file. Pass --force to replace it");
    }

    private Task<CommandRun> Reconstruct(byte[] images, string output, params string[] more) => CommandRun.Of(
        ["reconstruct", _folder.Put("images.idx", [.. IdxWriter.Header(images.Length / Pixels, Side, Side), .. images]), "--output", _folder[output], "--model", Model(), .. more]);

    /// <summary>Squares of another size and grey each.</summary>
    private static byte[] Images(int count) =>
        [.. from image in Enumerable.Range(0, count)
            from y in Enumerable.Range(0, Side)
            from x in Enumerable.Range(0, Side)
            select Math.Max(Math.Abs(y - 14), Math.Abs(x - 14)) < 4 + (image % 8) ? (byte)(255 - image) : (byte)0];

    private static string Model([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../models/mnist-2d")); // not null: no root

    private static byte[] Decoded(byte[] images)
    {
        BatchedOnnxOptions one = new() { BatchSize = 1 };
        using ImageEncoder encoder = ImageEncoder.Open(Model(), one);
        using LatentDecoder decoder = LatentDecoder.Open(Model(), one);
        int count = images.Length / Pixels;
        float[] means = new float[count * encoder.LatentSize];
        encoder.Encode([.. images.Select(level => level / 255f)], means, new float[means.Length]);
        byte[] decoded = new byte[images.Length];
        decoder.Decode(means, decoded);
        return decoded;
    }
}

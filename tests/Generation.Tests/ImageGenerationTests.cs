using VaePipeline.Contracts.Errors;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference;
using VaePipeline.Inference.Sessions;
using VaePipeline.Inference.Tests;

namespace VaePipeline.Generation.Tests;

public sealed class ImageGenerationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vae-generation-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Batch sizes around and beyond the number of rows.
    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(64)]
    public void Run_images_equal_one_row_at_a_time(int batchSize)
    {
        GenerationReport report = new ImageGeneration(Options(rows: 10, batchSize)).Run()!; // Not null: it is no resume.

        byte[] expected = new byte[10 * TestModels.PixelCount];
        PixelQuantizer.Quantize(TestModels.Decoded(TestModels.Latents(10)), expected);
        byte[] actual = File.ReadAllBytes(PathOf("digits.idx"))[16..];
        Assert.Equal(expected.Length, actual.Length);

        // The last bit of a pixel may depend on the batch, and with it the rounding to a byte.
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -1, 1));
        Assert.Equal(10, report.Rows);
        Assert.Equal("IDX file, [10, 4, 4] unsigned bytes", report.Description);
    }

    [Fact]
    public void Run_bad_line_after_whole_batches_leaves_earlier_output()
    {
        File.WriteAllText(PathOf("digits.idx"), "earlier");
        GenerationOptions options = Options(rows: 10, batchSize: 4) with { Sink = new ImageSinkOptions { Overwrite = true } };
        File.AppendAllText(PathOf("latents.csv"), "1,NaN\n");

        BadInputException error = Assert.ThrowsAny<BadInputException>(() => new ImageGeneration(options).Run());

        Assert.StartsWith($"{PathOf("latents.csv")}:11: column 2 is \"NaN\"", error.Message, StringComparison.Ordinal);
        AssertEarlierAlone();
    }

    [Fact]
    public void Run_existing_output_is_refused_before_the_model_is_read()
    {
        File.WriteAllText(PathOf("digits.idx"), "earlier");

        Assert.Throws<UnwritableOutputException>(() => new ImageGeneration(Options(rows: 1, batchSize: 1) with { ModelPath = PathOf("missing") }).Run());
    }

    [Fact]
    public void Run_options_out_of_range_names_all_of_them()
    {
        GenerationOptions options = Options(rows: 1, batchSize: 0) with { Sink = new ImageSinkOptions { Gap = -1 } };

        ArgumentException error = Assert.Throws<ArgumentException>(() => new ImageGeneration(options).Run());

        Assert.Contains("gap: -1", error.Message, StringComparison.Ordinal);
        Assert.Contains("BatchSize is 0", error.Message, StringComparison.Ordinal);
    }

    private GenerationOptions Options(int rows, int batchSize)
    {
        IEnumerable<string> lines = TestModels.Latents(rows).Chunk(TestModels.LatentSize).Select(row => FormattableString.Invariant($"{row[0]},{row[1]}"));
        File.WriteAllLines(PathOf("latents.csv"), lines);
        return new GenerationOptions
        {
            LatentsPath = PathOf("latents.csv"),
            ModelPath = TestModels.Decoder,
            Output = ImageOutput.Parse(PathOf("digits.idx")),
            Decoder = new BatchedOnnxOptions { BatchSize = batchSize },
        };
    }

    private void AssertEarlierAlone()
    {
        Assert.Equal("earlier", File.ReadAllText(PathOf("digits.idx")));
        Assert.Equal(["digits.idx", "latents.csv"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}

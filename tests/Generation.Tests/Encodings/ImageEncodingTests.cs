using System.Globalization;
using VaePipeline.Contracts.Errors;
using VaePipeline.Data.Formats;
using VaePipeline.Data.Latents;
using VaePipeline.Generation.Encodings;
using VaePipeline.Inference;
using VaePipeline.Inference.Tests;

namespace VaePipeline.Generation.Tests.Encodings;

public sealed class ImageEncodingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vae-encoding-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Batch sizes around and beyond the number of images.
    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(64)]
    public void Run_rows_equal_a_session_of_one_image_at_a_time(int batchSize)
    {
        float[] images = TestModels.Images(10);

        GenerationReport report = new ImageEncoding(Options(images, "latents.csv", batchSize)).Run();

        string[] lines = File.ReadAllLines(PathOf("latents.csv"));
        float[][] rows = [.. lines.Skip(1).Select(line => line.Split(',').Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal("mean0,mean1,log_variance0,log_variance1", lines[0]);
        TestModels.AssertClose(TestModels.Encoded(images, "mean"), [.. rows.SelectMany(row => row[..2])]);
        TestModels.AssertClose(TestModels.Encoded(images, "log_variance"), [.. rows.SelectMany(row => row[2..])]);
        Assert.Equal((10, "CSV file of 10 rows with 4 columns"), (report.Rows, report.Description));
        Assert.Equal(new FileInfo(PathOf("latents.csv")).Length, report.BytesWritten);
        Assert.Equal(new FileInfo(PathOf("images.npy")).Length, report.BytesRead);
    }

    [Fact]
    public void Run_row_depends_on_its_image_alone()
    {
        float[] images = TestModels.Images(37);
        new ImageEncoding(Options(images, "all.csv", 16)).Run();
        string[] all = File.ReadAllLines(PathOf("all.csv"));

        new ImageEncoding(Options(images[(20 * TestModels.PixelCount)..], "last.csv", 16)).Run();

        Assert.Equal(all[21..], File.ReadAllLines(PathOf("last.csv"))[1..]);
    }

    [Fact]
    public void Run_text_and_npy_hold_the_same_numbers()
    {
        float[] images = TestModels.Images(10);
        new ImageEncoding(Options(images, "latents.csv", 4)).Run();
        new ImageEncoding(Options(images, "latents.npy", 4)).Run();

        using LatentReader text = LatentReader.Open(new LatentInput { Path = PathOf("latents.csv"), LatentSize = 2 });
        using LatentReader array = LatentReader.Open(new LatentInput { Path = PathOf("latents.npy"), LatentSize = 2 });
        float[] first = new float[2], second = new float[2];
        int rows = 0;
        for (; text.TryReadRow(first); rows++)
        {
            Assert.True(array.TryReadRow(second));
            Assert.Equal(second, first);
        }

        Assert.Equal(10, rows);
        Assert.Equal(["log_variance0", "log_variance1"], text.ExtraColumns);
    }

    [Fact]
    public void Run_standard_output_gets_the_rows()
    {
        using MemoryStream output = new();
        EncodingOptions options = Options(TestModels.Images(3), "latents.csv", 4);
        new ImageEncoding(options).Run();

        new ImageEncoding(options with { Output = EncodingOutput.Parse("-") }) { StandardOutput = output }.Run();

        Assert.Equal(File.ReadAllBytes(PathOf("latents.csv")), output.ToArray());
    }

    [Fact]
    public void Run_bad_image_behind_whole_batches_leaves_earlier_output()
    {
        File.WriteAllText(PathOf("latents.csv"), "earlier");
        float[] images = TestModels.Images(10);
        images[^1] = float.NaN;

        BadInputException error = Assert.ThrowsAny<BadInputException>(() => new ImageEncoding(Options(images, "latents.csv", 4) with { Overwrite = true }).Run());

        Assert.StartsWith($"{PathOf("images.npy")}: [9, 0, 3, 3] is NaN; expected a value from 0 to 1.", error.Message, StringComparison.Ordinal);
        Assert.Equal("earlier", File.ReadAllText(PathOf("latents.csv")));
        Assert.Equal(["images.npy", "latents.csv"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [SkippableFact]
    public void Run_output_that_fails_is_named()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux has /dev/full.");
        using FileStream full = new("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

        IOException error = Assert.Throws<IOException>(
            () => new ImageEncoding(Options(TestModels.Images(10), "-", 4)) { StandardOutput = full }.Run());

        Assert.StartsWith("standard output: cannot be written after 10 images (No space left on device", error.Message, StringComparison.Ordinal);
    }

    private EncodingOptions Options(float[] images, string output, int batchSize)
    {
        using (FileStream file = new(PathOf("images.npy"), FileMode.Create))
        {
            NpyWriter writer = new(file, 1, 4, 4);
            writer.Append(images);
            writer.Complete();
        }

        return new EncodingOptions
        {
            ImagesPath = PathOf("images.npy"),
            ModelPath = TestModels.Encoder,
            Output = EncodingOutput.Parse(output == "-" ? output : PathOf(output)),
            Encoder = new BatchedOnnxOptions { BatchSize = batchSize },
        };
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}

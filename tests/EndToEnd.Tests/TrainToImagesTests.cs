using System.Globalization;
using VaePipeline.Cli;
using VaePipeline.CommandLine;
using VaePipeline.Data.Images;
using VaePipeline.Training.Commands;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>The whole path on a small scale: train, export, read a CSV of latents, decode it in an ML.NET pipeline, write images.</summary>
[Trait("Category", "Slow")]
public sealed class TrainToImagesTests : IDisposable
{
    private const int Rows = 70;
    private const int Pixels = 28 * 28;

    private readonly string _folder = Directory.CreateTempSubdirectory("vae-end-to-end-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Train_then_generate_writes_the_images_that_the_decoder_gives_row_by_row()
    {
        string model = Path.Combine(_folder, "model"), csv = Path.Combine(_folder, "latents.csv"), images = Path.Combine(_folder, "images.idx");
        float[][] latents = [.. Enumerable.Range(0, Rows).Select(row => new[] { (row - 35) / 17f, (float)Math.Sin(row) })];
        await File.WriteAllLinesAsync(csv, latents.Select(z => string.Create(CultureInfo.InvariantCulture, $"{z[0]:R},{z[1]:R}")));

        await TrainAsync(model);
        await GenerateAsync(csv, "--model", model, "--output", images);

        ImageSet written = ImageReader.ReadAll(new ImageInput { Path = images });
        Assert.Equal(Rows, written.Count);
        using RawModel decoder = new(Path.Combine(model, "decoder.onnx"));
        for (int row = 0; row < Rows; row++)
        {
            AssertSameImage(decoder.Run(latents[row], "image"), written.Pixels.AsSpan(row * Pixels, Pixels));
        }
    }

    // Half a grey level of rounding, and 255 times the 1e-5 that another order of additions at another batch size may cost.
    private static void AssertSameImage(float[] expected, ReadOnlySpan<byte> actual)
    {
        for (int pixel = 0; pixel < Pixels; pixel++)
        {
            Assert.InRange(actual[pixel] - (expected[pixel] * 255f), -0.503f, 0.503f);
        }
    }

    private static async Task TrainAsync(string model)
    {
        using StringWriter output = new(), error = new();
        string[] args = ["train", "--data", "digits", "--images", "1500", "--epochs", "1", "--output", model];

        int exitCode = await TrainingCommands.CreateProgram().RunAsync(args, new CommandConsole(output, error), CancellationToken.None);

        Assert.True(exitCode == 0, error.ToString());
    }

    private static async Task GenerateAsync(params string[] args)
    {
        using StringWriter output = new(), error = new();

        int exitCode = await CliProgram.Create().RunAsync(["generate", .. args], new CommandConsole(output, error), CancellationToken.None);

        Assert.True(exitCode == 0, error.ToString());
    }
}

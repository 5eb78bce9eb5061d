using System.Globalization;
using VaePipeline.Cli;
using VaePipeline.CommandLine;
using VaePipeline.Data.Images;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>The programs of samples/, as the solution built them, run from the root of the checkout and print what they should.</summary>
public sealed class SampleTests : IDisposable
{
    private const int Side = 28;

    // Half a grey level of rounding, and 255 times the 1e-5 that another order of additions at another batch size may cost.
    private const float HalfLevel = 0.503f;

    private readonly string _folder = Directory.CreateTempSubdirectory("vae-samples-").FullName;
    private readonly RawModel _decoder = new(RepositoryRoot.File("models", "mnist-2d", "decoder.onnx"));

    public void Dispose()
    {
        _decoder.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void MlNetPipeline_prints_a_line_for_each_point()
    {
        string[] lines = Run("MlNetPipeline");

        Assert.Equal([Line("left", -1.5f), Line("middle", 0f), Line("right", 1.5f)], lines);

        string Line(string name, float z0) => FormattableString.Invariant($"{name}: 784 pixels, mean {Decode(z0, 0f).Average():F3}");
    }

    [Fact]
    public void DecodeCsv_writes_latents_and_pixels_of_every_row()
    {
        string tsv = Path.Combine(_folder, "digits.tsv");

        string[] lines = Run("DecodeCsv", Path.Combine("samples", "latents.csv"), tsv);

        Assert.Equal([$"{tsv}: 100 rows of 2 latents and 784 pixels"], lines);
        float[][] points = [.. File.ReadLines(RepositoryRoot.File("samples", "latents.csv")).Skip(1).Select(line => Numbers(line, ','))];
        float[][] rows = [.. File.ReadLines(tsv).Select(line => Numbers(line, '\t'))];
        Assert.Equal(points, rows.Select(row => row[..2]));
        Assert.All(rows, row => AssertPixels(Decode(row[0], row[1]), row[2..]));
    }

    [Fact]
    public void PredictionLoop_draws_a_walk_over_the_plane()
    {
        string[] lines = Run("PredictionLoop");

        string[] expected = [.. new[] { -2f, -1f, 0f, 1f, 2f }.SelectMany(z0 => Drawing(Decode(z0, 0f)).Prepend(FormattableString.Invariant($"z = ({z0}, 0)")))];
        Assert.Equal(expected, lines);
        Assert.True(lines.Count(line => line.Contains('#', StringComparison.Ordinal)) >= 20, "there are bright strokes");
    }

    [Fact]
    public async Task EncodeNormalizeDecode_prints_the_spread_and_draws_both_decodings()
    {
        string idx = Path.Combine(_folder, "digits.idx"), png = Path.Combine(_folder, "digits.png");
        await GenerateAsync(idx);

        string[] lines = Run("EncodeNormalizeDecode", idx, png);

        ImageSet images = ImageReader.ReadAll(new ImageInput { Path = idx });
        float[][] means = Encode(images);
        (double Mean, double Deviation)[] spreads = [.. Enumerable.Range(0, 2).Select(axis => Spread(means.Select(mean => mean[axis])))];
        Assert.Equal(
            [
                "100 images of 1x28x28",
                .. spreads.Select((spread, axis) => FormattableString.Invariant(
                    $"z{axis}: mean {spread.Mean:F2}, deviation {spread.Deviation:F2}; normalized: mean 0.00, deviation 1.00")),
                $"{png}: the first 20, decoded from their means, decoded from the normalized means",
            ],
            lines);
        Picture picture = PictureFile.Read(png);
        Assert.Equal(((20 * (Side + 1)) - 1, (3 * (Side + 1)) - 1), (picture.Width, picture.Height));
        for (int image = 0; image < 20; image++)
        {
            float[] mean = means[image];
            float[] normalized = [.. mean.Select((value, axis) => (float)((value - spreads[axis].Mean) / spreads[axis].Deviation))];
            Assert.Equal(images.Pixels.AsSpan(image * Side * Side, Side * Side), [.. Cell(picture, 0, image).Select(pixel => (byte)pixel)]);
            AssertPixels(Decode(mean[0], mean[1]), Cell(picture, 1, image));
            AssertPixels(Decode(normalized[0], normalized[1]), Cell(picture, 2, image));
        }
    }

    [Fact]
    public void ExportOwnModule_writes_a_network_that_other_programs_run()
    {
        string onnx = Path.Combine(_folder, "network.onnx");

        string[] lines = Run("ExportOwnModule", onnx);

        Assert.Equal([$"{onnx}: output [N, 3], equal to the network's within 1E-5"], lines);
        using RawModel network = new(onnx);
        float[] here = network.Run([0.5f, -1f], "output"), there = network.Run([0.5f, 1f], "output");
        Assert.Equal(3, here.Length);
        Assert.All(here.Zip(there), values => Assert.NotEqual(values.First, values.Second, tolerance: 1e-3f));
        // Weights are named as in the weight file, below the name of the graph.
        Assert.Contains("network.sine.frequency", File.ReadAllText(onnx, System.Text.Encoding.Latin1), StringComparison.Ordinal);
    }

    // Two pixels a character, one above the other.
    private static IEnumerable<string> Drawing(float[] image) =>
        image.Chunk(2 * Side).Select(rows => string.Concat(
            rows[..Side].Zip(rows[Side..], (above, below) => " .:-=+*#%@"[(int)((above + below) / 2 * 9.99f)])).TrimEnd());

    private static (double Mean, double Deviation) Spread(IEnumerable<float> values)
    {
        double mean = values.Average(value => (double)value);
        return (mean, Math.Sqrt(values.Average(value => Math.Pow(value - mean, 2))));
    }

    private static float[] Cell(Picture picture, int row, int column) =>
        [.. Enumerable.Range(0, Side * Side).Select(pixel =>
            (float)picture.Pixels[(((row * (Side + 1)) + (pixel / Side)) * picture.Width) + (column * (Side + 1)) + (pixel % Side)])];

    private static void AssertPixels(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pixel => Assert.InRange(pixel.Second - (pixel.First * 255f), -HalfLevel, HalfLevel));
    }

    private static float[] Numbers(string line, char separator) =>
        [.. line.Split(separator).Select(number => float.Parse(number, CultureInfo.InvariantCulture))];

    private static string[] Run(string sample, params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "..", "..", sample, ThisBuild.Configuration, sample + ".dll");
        return ChildProcess.Dotnet(RepositoryRoot.Path, [program, .. arguments]).Split('\n')[..^1];
    }

    private static async Task GenerateAsync(string idx)
    {
        using StringWriter output = new(), error = new();

        int exitCode = await CliProgram.Create().RunAsync(
            ["generate", RepositoryRoot.File("samples", "latents.csv"), "--output", idx], new CommandConsole(output, error), CancellationToken.None);

        Assert.True(exitCode == 0, error.ToString());
    }

    private static float[][] Encode(ImageSet images)
    {
        using RawModel encoder = new(RepositoryRoot.File("models", "mnist-2d", "encoder.onnx"));
        return [.. images.Pixels.Chunk(Side * Side).Select(pixels => encoder.Run([.. pixels.Select(pixel => pixel / 255f)], "mean"))];
    }

    private float[] Decode(float z0, float z1) => _decoder.Run([z0, z1], "image");
}

using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using VaePipeline.CommandLine;
using VaePipeline.Training.Commands;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>The shipped network exported in both forms, in ML.NET's own transformer.</summary>
public sealed class ExportedFormsTests : IDisposable
{
    private const int Rows = 200;

    private readonly string _folder = Directory.CreateTempSubdirectory("vae-forms-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Both_forms_give_the_same_images_in_the_stock_transformer()
    {
        Point[] latents = [.. Enumerable.Range(0, Rows).Select(row => new Point { Latent = [(row - 100) / 30f, 3 * MathF.Sin(row)] })];

        float[][] fast = Decode(await ExportAsync(), latents);
        float[][] plain = Decode(await ExportAsync("--plain"), latents);

        using RawModel shipped = new(RepositoryRoot.File("models", "mnist-2d", "decoder.onnx"));
        for (int row = 0; row < Rows; row++)
        {
            AssertClose(shipped.Run(latents[row].Latent, "image"), fast[row]);
            AssertClose(plain[row], fast[row]);
        }
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pixel => Assert.Equal(pixel.First, pixel.Second, 1e-5f));
    }

    private static float[][] Decode(string decoder, Point[] latents)
    {
        MLContext context = new(seed: 1);
        IDataView data = context.Data.LoadFromEnumerable(latents);
        using OnnxTransformer transformer = context.Transforms.ApplyOnnxModel("image", "latent", decoder).Fit(data);
        return [.. transformer.Transform(data).GetColumn<float[]>("image")];
    }

    /// <summary>Exports a copy of the shipped model; gives its decoder's path.</summary>
    private async Task<string> ExportAsync(params string[] options)
    {
        string copy = Path.Combine(_folder, $"model{options.Length}");
        Directory.CreateDirectory(copy);
        foreach (string file in new[] { "model.json", "weights.safetensors" })
        {
            File.Copy(RepositoryRoot.File("models", "mnist-2d", file), Path.Combine(copy, file));
        }

        using StringWriter output = new(), error = new();

        int exitCode = await TrainingCommands.CreateProgram().RunAsync(
            ["export", copy, .. options], new CommandConsole(output, error), CancellationToken.None);

        Assert.True(exitCode == 0, error.ToString());
        return Path.Combine(copy, "decoder.onnx");
    }

    private sealed class Point
    {
        [ColumnName("latent")]
        [VectorType(2)]
        public float[] Latent { get; set; } = [];
    }
}

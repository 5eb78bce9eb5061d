using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using VaePipeline.Cli;
using VaePipeline.CommandLine;
using VaePipeline.Data.Images;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>The shipped network exported with bytes as pixels: every reader gives the images of the shipped decoder.</summary>
public sealed class ExportedBytesTests : IDisposable
{
    private const int Rows = 300;
    private const int Pixels = 28 * 28;

    private readonly string _folder = Directory.CreateTempSubdirectory("vae-bytes-").FullName;
    private readonly float[] _latents = [.. Enumerable.Range(0, 2 * Rows).Select(i => 3 * MathF.Sin(i * i))];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_reader_gives_the_images_of_the_shipped_decoder()
    {
        string model = ExportedModel.Export(_folder, "--pixels", "uint8");
        byte[] expected = Decode(RepositoryRoot.File("models", "mnist-2d"));

        Assert.Equal(expected, Decode(model));
        Assert.Equal(expected, Decode(Path.Combine(model, "decoder.onnx")));
        Assert.Equal(expected, await GenerateAsync(model));
        Assert.Equal(expected, InPipeline(context => context.Transforms.DecodeLatents(model, "image", "latent")));
        Assert.Equal(expected, InPipeline(context => context.Transforms.ApplyOnnxModel("image", "latent", Path.Combine(model, "decoder.onnx"))));
    }

    [Fact]
    public void Saved_pipeline_gives_bytes_in_the_stock_transformer()
    {
        string model = ExportedModel.Export(_folder, "--pixels", "uint8"), saved = Path.Combine(_folder, "saved.zip");
        MLContext context = new(seed: 1);
        IDataView data = Load(context);
        ITransformer fitted = context.Transforms.DecodeLatents(model, "image", "latent").Fit(data);

        context.Model.Save(fitted, data.Schema, saved);
        ITransformer loaded = context.Model.Load(saved, out _);

        Assert.IsType<OnnxTransformer>(loaded is TransformerChain<ITransformer> chain ? Assert.Single(chain) : loaded);
        Assert.Equal(Decode(model), loaded.Transform(data).GetColumn<byte[]>("image").SelectMany(image => image).ToArray());
    }

    private byte[] Decode(string model)
    {
        using LatentDecoder decoder = LatentDecoder.Open(model);
        byte[] images = new byte[Rows * Pixels];
        decoder.Decode(_latents, images);
        return images;
    }

    private async Task<byte[]> GenerateAsync(string model)
    {
        string csv = Path.Combine(_folder, "latents.csv"), images = Path.Combine(_folder, "images.idx");
        await File.WriteAllLinesAsync(csv, _latents.Chunk(2).Select(z => string.Create(CultureInfo.InvariantCulture, $"{z[0]:R},{z[1]:R}")));
        using StringWriter output = new(), error = new();

        int exitCode = await CliProgram.Create().RunAsync(["generate", csv, "--model", model, "--output", images], new CommandConsole(output, error), CancellationToken.None);

        Assert.True(exitCode == 0, error.ToString());
        return ImageReader.ReadAll(new ImageInput { Path = images }).Pixels;
    }

    private byte[] InPipeline<T>(Func<MLContext, IEstimator<T>> estimator)
        where T : class, ITransformer
    {
        MLContext context = new(seed: 1);
        IDataView data = Load(context);
        T fitted = estimator(context).Fit(data);
        using IDisposable? owned = fitted as IDisposable;
        return [.. fitted.Transform(data).GetColumn<byte[]>("image").SelectMany(image => image)];
    }

    private IDataView Load(MLContext context) => context.Data.LoadFromEnumerable(_latents.Chunk(2).Select(z => new Point { Latent = z }));

    private sealed class Point
    {
        [ColumnName("latent")]
        [VectorType(2)]
        public float[] Latent { get; set; } = [];
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms;

/// <summary>Chains with a batched step, saved: loaded by ML.NET alone, and with the batched step had back.</summary>
public sealed class SavedChainTests
{
    private const int Count = 40;
    private const string StockType = "Vector<Single, 1, 1, 4, 4>";

    private static readonly float[] Decoded = TestModels.Decoded(TestModels.Latents(Count));

    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData("nothing", "Vector<Single, 1, 4, 4>")]
    [InlineData("Concatenate", StockType)]
    [InlineData("CopyColumns", StockType)]
    [InlineData("SelectColumns", StockType)]
    [InlineData("CustomMapping", StockType)]
    [InlineData("a chain, and Concatenate after it", StockType)]
    public void Chain_gives_the_same_numbers_in_plain_ml_net_and_in_batches(string follower, string ownType)
    {
        IDataView data = LatentRow.Rows(_context, Count);
        BatchedOnnxEstimator decode = _context.Transforms.DecodeLatents(TestModels.Decoder, options: new() { BatchSize = 7 });
        IEstimator<ITransformer> pipeline = follower switch
        {
            "Concatenate" => decode.Append(_context.Transforms.Concatenate("Image", "Image")),
            "CopyColumns" => decode.Append(_context.Transforms.CopyColumns("Copy", "Image")),
            "SelectColumns" => decode.Append(_context.Transforms.SelectColumns("Image")),
            "CustomMapping" => decode.Append(_context.Transforms.CustomMapping(new MarkedFactory().GetMapping(), MarkedFactory.Contract)),
            "a chain, and Concatenate after it" =>
                _context.Transforms.CopyColumns("Z", "Latent").Append(decode.Append(_context.Transforms.CopyColumns("Copy", "Image")))
                    .Append(_context.Transforms.Concatenate("Image", "Copy")),
            _ => _context.Transforms.CopyColumns("Z", "Latent").Append(decode),
        };
        ITransformer fitted = pipeline.Fit(data);
        byte[] file = SavedModel.Save(fitted, data.Schema);
        var context = new MLContext();
        context.ComponentCatalog.RegisterAssembly(typeof(MarkedFactory).Assembly);

        ITransformer plain = SavedModel.Load(file, context);
        AssertImages(plain, StockType);
        ITransformer batched = plain.ToBatchedOnnx();
        AssertImages(batched, ownType);

        Assert.Empty(SavedModel.Steps(batched).OfType<OnnxTransformer>());
        Assert.Single(SavedModel.Steps(batched).OfType<BatchedOnnxTransformer>());
        (batched as IDisposable)?.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Normalizer_after_the_model_scales_the_same_numbers(bool keepBatchAxis)
    {
        IDataView data = LatentRow.Rows(_context, Count);
        var fitted = _context.Transforms.DecodeLatents(TestModels.Decoder, options: new() { KeepBatchAxis = keepBatchAxis })
            .Append(_context.Transforms.NormalizeMinMax("Image"))
            .Fit(data);
        float[] expected = [.. fitted.Transform(data).GetColumn<float[]>("Image").SelectMany(row => row)];
        byte[] file = SavedModel.Save(fitted, data.Schema);

        ITransformer plain = SavedModel.Load(file);
        TestModels.AssertClose(expected, [.. plain.Transform(data).GetColumn<float[]>("Image").SelectMany(row => row)]);
        ITransformer batched = plain.ToBatchedOnnx();

        TestModels.AssertClose(expected, [.. batched.Transform(data).GetColumn<float[]>("Image").SelectMany(row => row)]);
        (batched as IDisposable)?.Dispose();
    }

    private void AssertImages(ITransformer model, string type)
    {
        IDataView images = model.Transform(LatentRow.Rows(_context, Count));

        Assert.Equal(type, images.Schema["Image"].Type.ToString());
        TestModels.AssertClose(Decoded, [.. images.GetColumn<float[]>("Image").SelectMany(row => row)]);
    }
}

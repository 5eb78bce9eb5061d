using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Sessions;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms;

/// <summary>Element types that differ between columns and the model as it was exported.</summary>
public sealed class ElementTypeTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Float16_tensors_are_columns_of_Single()
    {
        var signal = new SourceColumn<VBuffer<float>>(
            "signal", new VectorDataViewType(NumberDataViewType.Single, 2), row => new VBuffer<float>(2, [row + 0.1f, -row]));
        var source = new SourceView(20, signal);
        using BatchedOnnxTransformer transformer = _context.Transforms.ApplyOnnxModelBatched(TestModels.Path("half")).Fit(source);

        IDataView data = transformer.Transform(source);

        Assert.Equal("Vector<Single, 2>", data.Schema["echo"].Type.ToString());
        Assert.Equal(
            Enumerable.Range(0, 20).SelectMany(row => new[] { (float)(Half)(row + 0.1f), -row }),
            data.GetColumn<float[]>("echo").SelectMany(row => row));
    }

    [Fact]
    public void DecodeLatents_to_bytes_gives_what_a_decoder_exported_with_bytes_gives()
    {
        IDataView latents = LatentRow.Rows(_context, 60);
        var options = new BatchedOnnxOptions { PixelType = PixelType.Byte };
        BatchedOnnxEstimator estimator = _context.Transforms.DecodeLatents(TestModels.Decoder, options: options);
        using BatchedOnnxTransformer decoder = estimator.Fit(latents);
        using BatchedOnnxTransformer exported = _context.Transforms.DecodeLatents(TestModels.Path("decoder-uint8")).Fit(latents);

        IDataView images = decoder.Transform(latents);

        Assert.Equal("Vector<Byte, 1, 4, 4>", images.Schema["Image"].Type.ToString());
        Assert.Equal(
            exported.Transform(latents).GetColumn<byte[]>("Image").SelectMany(row => row),
            images.GetColumn<byte[]>("Image").SelectMany(row => row));
    }

    [Fact]
    public void LatentDecoder_to_bytes_gives_what_a_decoder_exported_with_bytes_gives()
    {
        using LatentDecoder decoder = LatentDecoder.Open(TestModels.Decoder, new BatchedOnnxOptions { PixelType = PixelType.Byte });
        using LatentDecoder exported = LatentDecoder.Open(TestModels.Path("decoder-uint8"));
        byte[] actual = new byte[40 * TestModels.PixelCount];
        byte[] expected = new byte[40 * TestModels.PixelCount];

        decoder.Decode(TestModels.Latents(40), actual);
        exported.Decode(TestModels.Latents(40), expected);

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Encoding_to_bytes_is_refused()
    {
        var options = new BatchedOnnxOptions { PixelType = PixelType.Byte };

        Assert.All(
            [
                Assert.Throws<ArgumentException>(() => _context.Transforms.EncodeImages(TestModels.Encoder, options: options)),
                Assert.Throws<ArgumentException>(() => ImageEncoder.Open(TestModels.Encoder, options)),
            ],
            error => Assert.Equal("PixelType is Byte; expected Model, for an encoder makes no pixels.", error.Message));
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms;

public sealed class EncodeImagesTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Transform_gives_both_columns_of_a_raw_session()
    {
        float[] images = TestModels.Images(50);
        IDataView data = _context.Data.LoadFromEnumerable(images.Chunk(16).Select(image => new Picture { Image = image }));
        using BatchedOnnxTransformer encoder = _context.Transforms.EncodeImages(TestModels.Encoder).Fit(data);

        IDataView encoded = encoder.Transform(data);

        TestModels.AssertClose(TestModels.Encoded(images, "mean"), [.. encoded.GetColumn<float[]>("Mean").SelectMany(row => row)]);
        TestModels.AssertClose(
            TestModels.Encoded(images, "log_variance"), [.. encoded.GetColumn<float[]>("LogVariance").SelectMany(row => row)]);
    }

    [Fact]
    public void Decoded_means_of_encoded_images_go_through_one_chain()
    {
        float[] images = TestModels.Images(50);
        IDataView data = _context.Data.LoadFromEnumerable(images.Chunk(16).Select(image => new Picture { Image = image }));

        using TransformerChain<BatchedOnnxTransformer> chain = _context.Transforms.EncodeImages(TestModels.Encoder)
            .Append(_context.Transforms.DecodeLatents(TestModels.Decoder, "Reconstruction", "Mean"))
            .Fit(data);

        float[] expected = TestModels.Decoded(TestModels.Encoded(images, "mean"));
        TestModels.AssertClose(expected, [.. chain.Transform(data).GetColumn<float[]>("Reconstruction").SelectMany(row => row)]);
    }

    [Fact]
    public void EncodeImages_one_name_for_both_outputs_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => _context.Transforms.EncodeImages(TestModels.Encoder, "Z", "Z"));

        Assert.Equal("output column \"Z\": given twice; expected a name of its own for each output.", error.Message);
    }

    private sealed class Picture
    {
        [VectorType(1, 4, 4)]
        public float[] Image { get; set; } = [];
    }
}

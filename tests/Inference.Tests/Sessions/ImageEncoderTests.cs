using VaePipeline.Contracts.Errors;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Tests.Sessions;

public sealed class ImageEncoderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(33)]
    public void Encode_any_number_of_rows_equals_a_raw_session_at_batch_1(int count)
    {
        float[] images = TestModels.Images(count);
        float[] means = new float[count * 2];
        float[] logVariances = new float[count * 2];
        using var encoder = ImageEncoder.Open(TestModels.Encoder);

        encoder.Encode(images, means, logVariances);

        TestModels.AssertClose(TestModels.Encoded(images, "mean"), means);
        TestModels.AssertClose(TestModels.Encoded(images, "log_variance"), logVariances);
    }

    [Fact]
    public void Encode_into_a_span_of_another_length_is_refused()
    {
        using var encoder = ImageEncoder.Open(TestModels.Encoder);

        ArgumentException error = Assert.Throws<ArgumentException>(
            () => encoder.Encode(new float[16], new float[2], new float[3]));

        Assert.StartsWith("logVariances: 3 elements; expected 2, 1 rows of 2.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_after_dispose_throws()
    {
        var encoder = ImageEncoder.Open(TestModels.Encoder);
        encoder.Dispose();

        Assert.Throws<ObjectDisposedException>(() => encoder.Encode([], [], []));
    }

    [Fact]
    public void Open_decoder_is_refused()
    {
        BadInputException error = Assert.Throws<BadInputException>(() => ImageEncoder.Open(TestModels.Decoder));

        Assert.StartsWith($"{TestModels.Decoder}: inputs \"latent\"; expected an input \"image\".", error.Message, StringComparison.Ordinal);
    }
}

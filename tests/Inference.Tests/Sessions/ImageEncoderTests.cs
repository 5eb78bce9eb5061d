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
    public void Encode_half_an_image_is_refused()
    {
        using var encoder = ImageEncoder.Open(TestModels.Encoder);

        BadInputException error = Assert.Throws<BadInputException>(() => encoder.Encode(new float[8], new float[2], new float[2]));

        Assert.Equal("images: 8 elements; expected a multiple of 16. Pass whole rows.", error.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(NonFinitePolicy.PassThrough)]
    [InlineData(NonFinitePolicy.Error)]
    public void Encode_refuses_what_is_not_finite_only_if_told(NonFinitePolicy? policy)
    {
        using var encoder = ImageEncoder.Open(TestModels.Encoder, new BatchedOnnxOptions { NonFinite = policy });
        float[] images = [.. Enumerable.Repeat(float.NaN, 16)];

        BadInputException? error = (BadInputException?)Record.Exception(() => encoder.Encode(images, new float[2], new float[2]));

        Assert.Equal(policy == NonFinitePolicy.Error, error is not null);
        Assert.StartsWith(error is null ? "" : "images, row 0: value 0 is NaN; expected finite numbers.", error?.Message ?? "", StringComparison.Ordinal);
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

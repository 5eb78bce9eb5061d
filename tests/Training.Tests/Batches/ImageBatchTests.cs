using VaePipeline.Contracts.Models;
using VaePipeline.Data.Images;
using VaePipeline.Training.Batches;

namespace VaePipeline.Training.Tests.Batches;

public sealed class ImageBatchTests
{
    [Fact]
    public void Gather_takes_images_in_the_given_order_and_shape()
    {
        var images = new ImageSet(3, new ImageShape(2, 1, 2), [0, 1, 2, 3, 10, 11, 12, 13, 252, 253, 254, 255], Labels: null);

        using var batch = ImageBatch.Gather(images, [2, 0, 2]);

        Assert.Equal([3, 2, 1, 2], batch.shape);
        byte[] expected = [252, 253, 254, 255, 0, 1, 2, 3, 252, 253, 254, 255];
        Assert.Equal([.. expected.Select(pixel => pixel / 255f)], batch.data<float>().ToArray());
    }

    [Fact]
    public void Scale_gives_the_quotient_for_every_byte_and_any_length()
    {
        byte[] pixels = [.. Enumerable.Range(0, 256).Select(value => (byte)value), 7, 8, 9];
        float[] values = new float[pixels.Length];

        ImageBatch.Scale(pixels, values);

        Assert.Equal([.. pixels.Select(pixel => pixel / 255f)], values);
    }
}

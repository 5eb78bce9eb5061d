using VaePipeline.Contracts.Numbers;
using VaePipeline.Training.Batches;

namespace VaePipeline.Training.Tests.Batches;

public sealed class InputNoiseTests
{
    [Fact]
    public void Binarize_draws_ones_as_often_as_the_pixel_says()
    {
        byte[] image = [.. Enumerable.Repeat<byte>(0, 1000), .. Enumerable.Repeat<byte>(255, 1000), .. Enumerable.Repeat<byte>(51, 20_000)];
        byte[] drawn = new byte[image.Length];
        var random = new SeededRandom(1, 0);

        new InputNoise(Binarize: 1, Shift: 0).Apply(image, image.Length, 1, ref random, drawn);

        Assert.All(drawn[..1000], pixel => Assert.Equal(0, pixel));
        Assert.All(drawn[1000..2000], pixel => Assert.Equal(255, pixel));
        Assert.All(drawn, pixel => Assert.True(pixel is 0 or 255));
        // 20,000 draws of probability 1/5: the standard deviation of the count is 57.
        Assert.InRange(drawn[2000..].Count(pixel => pixel == 255), 4000 - 285, 4000 + 285);
    }

    [Fact]
    public void Binarize_draws_whole_images_as_often_as_the_share_says()
    {
        byte[] image = [.. Enumerable.Repeat<byte>(128, 100)];
        byte[] seen = new byte[image.Length];
        var random = new SeededRandom(1, 0);
        int drawn = 0;

        for (int i = 0; i < 2000; i++)
        {
            new InputNoise(Binarize: 0.25, Shift: 0).Apply(image, 10, 10, ref random, seen);
            bool isDrawn = seen.All(pixel => pixel is 0 or 255);
            Assert.True(isDrawn || seen.SequenceEqual(image));
            drawn += isDrawn ? 1 : 0;
        }

        // The standard deviation of the count is 19.
        Assert.InRange(drawn, 500 - 95, 500 + 95);
    }

    [Fact]
    public void Shift_moves_every_channel_by_the_same_whole_pixels_and_zeros_move_in()
    {
        // Two channels of 3 x 3, one pixel set in the middle of each.
        byte[] image = new byte[18];
        image[4] = 7;
        image[13] = 9;
        byte[] moved = new byte[18];
        var random = new SeededRandom(5, 0);
        var places = new HashSet<int>();

        for (int i = 0; i < 200; i++)
        {
            new InputNoise(Binarize: 0, Shift: 1).Apply(image, 3, 3, ref random, moved);

            int place = Array.IndexOf(moved, (byte)7);
            Assert.Equal(9, moved[place + 9]);
            Assert.Equal(2, moved.Count(pixel => pixel != 0));
            places.Add(place);
        }

        Assert.Equal(Enumerable.Range(0, 9), places.Order());
    }

    [Fact]
    public void Shift_further_than_the_image_leaves_nothing()
    {
        byte[] moved = new byte[1];
        var random = new SeededRandom(1, 0);
        var seen = new HashSet<byte>();

        for (int i = 0; i < 200; i++)
        {
            new InputNoise(Binarize: 0, Shift: 2).Apply([200], 1, 1, ref random, moved);
            seen.Add(moved[0]);
        }

        Assert.Equal([(byte)0, (byte)200], seen.Order());
    }
}

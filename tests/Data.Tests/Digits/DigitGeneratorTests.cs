using VaePipeline.Data.Digits;
using VaePipeline.Data.Images;

namespace VaePipeline.Data.Tests.Digits;

public sealed class DigitGeneratorTests
{
    private const int PixelCount = DigitGenerator.Side * DigitGenerator.Side;

    [Fact]
    public void Generate_same_seed_gives_same_bytes_and_a_count_is_the_beginning_of_a_longer_one()
    {
        var many = DigitGenerator.Generate(400, seed: 1);
        var few = DigitGenerator.Generate(150, seed: 1);

        // Drawn by as many threads as the machine has: one by one gives the same.
        byte[] oneByOne = [.. Enumerable.Range(1, 150).SelectMany(count => DigitGenerator.Generate(count, seed: 1).Pixels[^PixelCount..])];
        Assert.Equal(many.Pixels[..few.Pixels.Length], few.Pixels);
        Assert.Equal(many.Labels![..150], few.Labels!);
        Assert.Equal(few.Pixels, oneByOne);
        Assert.NotEqual(few.Pixels, DigitGenerator.Generate(150, seed: 2).Pixels);
    }

    [Fact]
    public void Generate_draws_every_class_about_equally_often()
    {
        var digits = DigitGenerator.Generate(5000, seed: 3);

        // 500 expected, standard deviation 21: five of them.
        Assert.All(Enumerable.Range(0, 10), digit => Assert.InRange(digits.Labels!.Count(label => label == digit), 395, 605));
    }

    [Fact]
    public void Forms_are_at_least_three_for_each_digit() =>
        Assert.All(DigitForms.All, forms => Assert.True(forms.Count >= 3));

    [Fact]
    public void Generate_keeps_the_ink_off_the_top_and_bottom()
    {
        var digits = DigitGenerator.Generate(2000, seed: 4);

        byte[] border = [.. Enumerable.Range(0, digits.Count).SelectMany(i => Image(digits, i)[..DigitGenerator.Side].ToArray()
            .Concat(Image(digits, i)[^DigitGenerator.Side..].ToArray()))];
        Assert.All(border, pixel => Assert.Equal(0, pixel));
    }

    [Fact]
    public void Nearest_neighbour_across_seeds_is_right_for_over_nine_in_ten()
    {
        var known = DigitGenerator.Generate(4000, seed: 10);
        var unknown = DigitGenerator.Generate(400, seed: 11);

        int right = Enumerable.Range(0, unknown.Count).AsParallel().Count(i => unknown.Labels![i] == known.Labels![Nearest(known, Image(unknown, i))]);

        Assert.InRange(right, 361, 400);
    }

    private static int Nearest(ImageSet images, ReadOnlySpan<byte> image)
    {
        int nearest = 0, shortest = int.MaxValue;
        for (int i = 0; i < images.Count; i++)
        {
            var other = Image(images, i);
            int distance = 0;
            for (int pixel = 0; pixel < PixelCount && distance < shortest; pixel++)
            {
                int difference = image[pixel] - other[pixel];
                distance += difference * difference;
            }

            if (distance < shortest)
            {
                (nearest, shortest) = (i, distance);
            }
        }

        return nearest;
    }

    private static ReadOnlySpan<byte> Image(ImageSet images, int index) => images.Pixels.AsSpan(index * PixelCount, PixelCount);
}

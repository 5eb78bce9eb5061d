using VaePipeline.Contracts.Models;
using VaePipeline.Data.Images;
using VaePipeline.Training.Networks;

namespace VaePipeline.Training.Tests.Networks;

public sealed class OutputBiasTests
{
    private static readonly ImageShape _twoChannels = new(2, 4, 4);

    [Theory]
    [InlineData(51, -1.3862944)] // 51/255 = 1/5, ln(1/4)
    [InlineData(204, 1.3862944)]
    [InlineData(0, -6.2324480)] // half a grey level: ln(1/509)
    [InlineData(255, 6.2324480)]
    public void StartAtMean_takes_the_logit_of_each_channel_over_the_chosen_images(byte level, float expected)
    {
        using var vae = VaeNetworks.Create("keras", _twoChannels, 2, seed: 1);
        // The first channel is `level` in images 0 and 2, the second is 0 in one and 255 in the other; image 1 is not chosen.
        byte[] pixels = [.. Image(level, 0), .. Image(7, 7), .. Image(level, 255)];

        OutputBias.StartAtMean(vae, new ImageSet(3, _twoChannels, pixels, null), [0, 2]);

        float[] bias = vae.OutputBias.data<float>().ToArray();
        Assert.Equal(2, bias.Length);
        Assert.Equal(expected, bias[0], 1e-5f);
        Assert.Equal(0f, bias[1], 1e-5f);
    }

    private static byte[] Image(byte first, byte second) =>
        [.. Enumerable.Repeat(first, 16), .. Enumerable.Repeat(second, 16)];
}

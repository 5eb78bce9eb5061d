using TorchSharp;
using VaePipeline.Training.Evaluation;

namespace VaePipeline.Training.Tests.Evaluation;

public sealed class PosteriorMeansTests
{
    [Fact]
    public void ActiveUnits_are_the_latents_whose_means_vary()
    {
        // Variances 0.25, 0.0081, 0.0121, 0.
        var means = new PosteriorMeans([1, 0.09f, 7.11f, 3, 0, -0.09f, 6.89f, 3], 4);

        double[] variances = means.Variances();

        Assert.Equal(0.25, variances[0], 1e-9);
        Assert.Equal(0.0081, variances[1], 1e-7);
        Assert.Equal(0.0121, variances[2], 1e-6);
        Assert.Equal(0, variances[3], 1e-12);
        Assert.Equal(2, means.ActiveUnits());
    }

    [Fact]
    public void Of_encodes_the_first_images_in_their_order()
    {
        using var vae = HandMadeVae.Create(new float[2], new float[2], mean: 0.5f);
        using (torch.no_grad())
        {
            vae.Encoder.MeanHead.weight!.fill_(1);
        }

        // Over a full batch of 500 and a short one: μ is ½ and the sum of both pixels.
        var images = ExactNllTests.Images(2, [.. Enumerable.Range(0, 2 * 600).Select(i => (byte)(i / 2 % 200))]);
        var means = PosteriorMeans.Of(vae, images, 510, CancellationToken.None);

        Assert.Equal(510, means.Values.Length);
        Assert.Equal(0.5 + (2 * 3 / 255.0), means.Values[3], 1e-6);
        Assert.Equal(0.5 + (2 * 109 / 255.0), means.Values[509], 1e-6);
    }
}

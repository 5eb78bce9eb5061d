using TorchSharp;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Digits;
using VaePipeline.Data.Images;
using VaePipeline.Training.Evaluation;
using VaePipeline.Training.Networks;

namespace VaePipeline.Training.Tests.Evaluation;

public sealed class ElboEvaluatorTests
{
    [Fact]
    public void Evaluate_of_a_model_that_says_nothing_is_ln_2_a_pixel()
    {
        using var vae = VaeNetworks.Create("keras", new ImageShape(1, 28, 28), 2, seed: 1);
        using (torch.no_grad())
        {
            foreach (var parameter in vae.parameters())
            {
                parameter.zero_();
            }
        }

        var images = DigitGenerator.Generate(700, seed: 1);
        var terms = ElboEvaluator.Evaluate(vae, images, All(images), seed: 1, CancellationToken.None);

        // All logits 0 and q(z|x) = N(0, I), over a full and a short batch.
        Assert.Equal(784 * Math.Log(2), terms.Reconstruction, 1e-3);
        Assert.Equal(0, terms.KlDivergence, 1e-9);
    }

    [Fact]
    public void Evaluate_draws_the_same_samples_each_time_and_keeps_the_mode()
    {
        using var vae = VaeNetworks.Create("keras", new ImageShape(1, 28, 28), 2, seed: 1);
        var images = DigitGenerator.Generate(50, seed: 1);
        vae.train();

        var first = ElboEvaluator.Evaluate(vae, images, All(images), seed: 1, CancellationToken.None);
        var again = ElboEvaluator.Evaluate(vae, images, All(images), seed: 1, CancellationToken.None);
        var other = ElboEvaluator.Evaluate(vae, images, All(images), seed: 2, CancellationToken.None);

        Assert.Equal(first, again);
        Assert.NotEqual(first.Reconstruction, other.Reconstruction);
        Assert.True(vae.training);
        Assert.All(vae.parameters(), parameter => Assert.Null(parameter.grad));
    }

    private static int[] All(ImageSet images) => [.. Enumerable.Range(0, images.Count)];
}

using VaePipeline.Contracts.Models;
using VaePipeline.Training.Networks;
using static TorchSharp.torch;

namespace VaePipeline.Training.Tests.Evaluation;

/// <summary>Models whose posteriors and likelihoods can be written down.</summary>
internal static class HandMadeVae
{
    /// <summary>A decoder whose logits are linear in z, and an encoder that says N(mean, exp(logVariance)) of every image.</summary>
    /// <param name="weights">[D, L], row-major.</param>
    /// <param name="bias">[D]; the images are D pixels in a row.</param>
    /// <param name="mean">μ of each latent.</param>
    /// <param name="logVariance">ln σ² of each latent.</param>
    /// <param name="gaussianSigma">σ of the Gaussian likelihood; null for Bernoulli.</param>
    /// <param name="batches">Receives the size of each batch that is decoded.</param>
    public static Vae Create(
        float[] weights, float[] bias, float mean = 0, float logVariance = 0, double? gaussianSigma = null, List<long>? batches = null)
    {
        int pixels = bias.Length, latents = weights.Length / pixels;
        var image = new ImageShape(1, 1, pixels);
#pragma warning disable CA2000 // the model takes over its parts
        var decoder = nn.Linear(latents, pixels);
        var encoder = new GaussianEncoder(nn.Flatten(), nn.Linear(pixels, latents), nn.Linear(pixels, latents));
        var options = new NetworkOptions
        {
            Name = "hand-made",
            LatentSize = latents,
            Likelihood = gaussianSigma is null ? Likelihood.Bernoulli : Likelihood.Gaussian,
        };
        var vae = new Vae(options, image, encoder, new Decoder(decoder, batches), decoder.bias!); // not null: layers have one by default
#pragma warning restore CA2000
        using var noGradient = no_grad();
        foreach (var parameter in vae.parameters())
        {
            parameter.zero_();
        }

        encoder.MeanHead.bias!.fill_(mean);
        encoder.LogVarianceHead.bias!.fill_(logVariance);
        decoder.weight!.copy_(tensor(weights, [pixels, latents]));
        decoder.bias!.copy_(tensor(bias));
        vae.LogSigma?.fill_((float)Math.Log(gaussianSigma ?? 1));
        vae.eval();
        return vae;
    }

    private sealed class Decoder : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear _linear;
        private readonly List<long>? _batches;

        public Decoder(TorchSharp.Modules.Linear linear, List<long>? batches)
            : base(nameof(Decoder))
        {
            _linear = linear;
            _batches = batches;
            register_module("linear", linear);
        }

        public override Tensor forward(Tensor input)
        {
            _batches?.Add(input.shape[0]);
            return _linear.call(input).unflatten(1, [1, 1, -1]);
        }
    }
}

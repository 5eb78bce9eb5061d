using TorchSharp.Modules;

namespace VaePipeline.Training.Networks;

/// <summary>
/// A variational autoencoder: an encoder to a Gaussian over L latent dimensions and a decoder back to images.
/// Keys in the weight file: <c>encoder.…</c> (see <see cref="GaussianEncoder"/>), <c>decoder.…</c> and, for the Gaussian
/// likelihood, <c>log_sigma</c>.
/// </summary>
internal sealed class Vae : nn.Module
{
    // σ of pixels in [0, 1] before training: about the spread of MNIST's pixels around their mean image.
    private const double FirstSigma = 0.25;

    /// <summary>Takes over the modules: disposing the model disposes them.</summary>
    /// <param name="options">Which network it is.</param>
    /// <param name="image">Shape of one image.</param>
    /// <param name="encoder">[N, C, H, W] to two [N, L].</param>
    /// <param name="decoder">[N, L] to logits [N, C, H, W].</param>
    /// <param name="outputBias">The bias of the decoder's last layer: [C], or [C H W].</param>
    public Vae(
        NetworkOptions options, ImageShape image, GaussianEncoder encoder, nn.Module<Tensor, Tensor> decoder, Parameter outputBias)
        : base(nameof(Vae))
    {
        Options = options;
        Image = image;
        Encoder = encoder;
        Decoder = decoder;
        OutputBias = outputBias;
        register_module("encoder", encoder);
        register_module("decoder", decoder);
        if (options.Likelihood == Likelihood.Gaussian)
        {
            LogSigma = new Parameter(zeros([1]).DetachFromDisposeScope());
            register_parameter("log_sigma", LogSigma);
        }
    }

    /// <summary>Which network it is.</summary>
    public NetworkOptions Options { get; }

    /// <summary>Shape of one image.</summary>
    public ImageShape Image { get; }

    /// <summary>L, the number of latent dimensions.</summary>
    public int LatentSize => Options.LatentSize;

    /// <summary>Images to the mean and log-variance of q(z|x).</summary>
    public GaussianEncoder Encoder { get; }

    /// <summary>Latents to logits. The sigmoid stands in the exported graph and in whatever draws images.</summary>
    public nn.Module<Tensor, Tensor> Decoder { get; }

    /// <summary>The bias of the decoder's last layer, in logits, [C] or [C H W]; one of the decoder's parameters.</summary>
    public Parameter OutputBias { get; }

    /// <summary>ln σ of the Gaussian likelihood, [1]; null for Bernoulli, which has no spread of its own.</summary>
    public Parameter? LogSigma { get; }

    /// <summary>Sets σ to where training starts.</summary>
    internal void StartSpread()
    {
        using var noGradient = no_grad();
        LogSigma?.fill_((float)Math.Log(FirstSigma));
    }
}

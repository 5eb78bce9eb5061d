using TorchSharp.Modules;
using VaePipeline.Contracts.Models;
using static TorchSharp.torch;

namespace VaePipeline.Training.Networks;

/// <summary>
/// A variational autoencoder: an encoder to a Gaussian over L latent dimensions and a decoder back to images.
/// Keys in the weight file: <c>encoder.…</c> (see <see cref="GaussianEncoder"/>) and <c>decoder.…</c>.
/// </summary>
internal sealed class Vae : nn.Module
{
    /// <summary>Takes over the modules: disposing the model disposes them.</summary>
    /// <param name="network">Name of the network, as in <see cref="VaeNetworks"/>.</param>
    /// <param name="image">Shape of one image.</param>
    /// <param name="latentSize">L.</param>
    /// <param name="encoder">[N, C, H, W] to two [N, L].</param>
    /// <param name="decoder">[N, L] to logits [N, C, H, W].</param>
    /// <param name="outputBias">The bias of the decoder's last layer, [C].</param>
    public Vae(
        string network, ImageShape image, int latentSize, GaussianEncoder encoder, nn.Module<Tensor, Tensor> decoder, Parameter outputBias)
        : base(nameof(Vae))
    {
        Network = network;
        Image = image;
        LatentSize = latentSize;
        Encoder = encoder;
        Decoder = decoder;
        OutputBias = outputBias;
        register_module("encoder", encoder);
        register_module("decoder", decoder);
    }

    /// <summary>Name of the network, as <c>keras</c>.</summary>
    public string Network { get; }

    /// <summary>Shape of one image.</summary>
    public ImageShape Image { get; }

    /// <summary>L, the number of latent dimensions.</summary>
    public int LatentSize { get; }

    /// <summary>Images to the mean and log-variance of q(z|x).</summary>
    public GaussianEncoder Encoder { get; }

    /// <summary>Latents to logits. The sigmoid stands in the exported graph and in whatever draws images.</summary>
    public nn.Module<Tensor, Tensor> Decoder { get; }

    /// <summary>The bias of the decoder's last layer, in logits, [C]; one of the decoder's parameters.</summary>
    public Parameter OutputBias { get; }
}

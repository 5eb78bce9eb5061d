using VaePipeline.OnnxExport.Composites;
using static TorchSharp.torch.nn;

namespace VaePipeline.Training.Networks;

/// <summary>
/// Dense layers with residual blocks on each side: x + W₂ ReLU(W₁ ReLU(x)), He et al. 2016 in their pre-activation
/// form. The decoder sees its latents through <see cref="FourierFeatures"/>. Any image size.
/// </summary>
internal static class ResidualNetwork
{
    /// <summary>Its name as an option and in model cards.</summary>
    public const string Name = "residual";

    /// <summary>Units of every hidden layer.</summary>
    public const int DefaultWidth = 512;

    /// <summary>Blocks of each part.</summary>
    public const int DefaultDepth = 2;

    /// <summary>Waves that the decoder lays over the latents.</summary>
    private const int Waves = 64;

    /// <summary>Builds encoder and decoder with PyTorch's own initial weights.</summary>
    public static VaeParts Create(ImageShape image, int latentSize, int width, int depth)
    {
        var output = Linear(width, image.PixelCount);
        return new VaeParts(
            Sequential([Flatten(), .. Blocks(image.PixelCount, width, depth)]),
            width,
            Sequential([.. WavedBlocks(latentSize, width, depth), output, Unflatten(1, [image.Channels, image.Height, image.Width])]),
            output.bias!); // not null: the layer has one by default
    }

    private static IEnumerable<Module<Tensor, Tensor>> WavedBlocks(long inputs, long width, int depth)
    {
        yield return new FourierFeatures(inputs, Waves);
        foreach (var module in Blocks(inputs + Waves, width, depth))
        {
            yield return module;
        }
    }

    private static IEnumerable<Module<Tensor, Tensor>> Blocks(long inputs, long width, int depth) =>
    [
        Linear(inputs, width),
        .. Enumerable.Range(0, depth).Select(_ => new Residual(Sequential(ReLU(), Linear(width, width), ReLU(), Linear(width, width)))),
        ReLU(),
    ];
}

using static TorchSharp.torch.nn;

namespace VaePipeline.Training.Networks;

/// <summary>A multilayer perceptron on each side, with ReLU; Kingma and Welling 2014 had one hidden layer of 500. Any image size.</summary>
internal static class DenseNetwork
{
    /// <summary>Its name as an option and in model cards.</summary>
    public const string Name = "mlp";

    /// <summary>Units of a hidden layer.</summary>
    public const int DefaultWidth = 512;

    /// <summary>Hidden layers of each part.</summary>
    public const int DefaultDepth = 2;

    /// <summary>Builds encoder and decoder with PyTorch's own initial weights.</summary>
    public static VaeParts Create(ImageShape image, int latentSize, int width, int depth)
    {
        var output = Linear(width, image.PixelCount);
        return new VaeParts(
            Sequential([Flatten(), .. Hidden(image.PixelCount, width, depth)]),
            width,
            Sequential([.. Hidden(latentSize, width, depth), output, Unflatten(1, [image.Channels, image.Height, image.Width])]),
            output.bias!); // not null: the layer has one by default
    }

    private static IEnumerable<Module<Tensor, Tensor>> Hidden(long inputs, long width, int depth)
    {
        for (int layer = 0; layer < depth; layer++)
        {
            yield return Linear(layer == 0 ? inputs : width, width);
            yield return ReLU();
        }
    }
}

using static TorchSharp.torch.nn;

namespace VaePipeline.Training.Networks;

/// <summary>
/// The network of the Keras example "Variational AutoEncoder" (keras.io, May 2020). At its defaults, for 28 x 28 grey
/// images and two latents: encoder 69,076 parameters, decoder 65,089.
/// </summary>
/// <remarks>
/// Keras pads a stride-2 convolution (0, 1) and crops a transposed one at the end; here both are padded by 1, which
/// gives the same sizes with the grid moved by one pixel: the same family of functions for weights trained from scratch.
/// </remarks>
internal static class KerasNetwork
{
    /// <summary>Its name as an option and in model cards.</summary>
    public const string Name = "keras";

    /// <summary>Channels of the first convolution; each further one has twice as many.</summary>
    public const int DefaultWidth = 32;

    /// <summary>Convolutions that halve the image, and transposed ones that double it again.</summary>
    public const int DefaultDepth = 2;

    /// <summary>The most stages: 2^10 pixels a side.</summary>
    public const int MaximumDepth = 10;

    private const int Features = 16;

    /// <summary>Builds encoder and decoder with PyTorch's own initial weights.</summary>
    /// <exception cref="ArgumentException">A side of the image cannot be halved <paramref name="depth"/> times.</exception>
    public static VaeParts Create(ImageShape image, int latentSize, int width, int depth)
    {
        int divisor = 1 << depth;
        if (image.Height % divisor != 0 || image.Width % divisor != 0)
        {
            throw new ArgumentException(
                Invariant($"network \"{Name}\": images are {image.Width} x {image.Height} pixels; expected sides divisible by {divisor}, since {depth} layers halve them. Add --resize {RoundedUp(image.Width, divisor)}x{RoundedUp(image.Height, divisor)}, lower --depth, or choose --network {DenseNetwork.Name}."),
                nameof(image));
        }

        long[] channels = [.. Enumerable.Range(0, depth).Select(stage => (long)width << stage)];
        long height = image.Height / divisor, breadth = image.Width / divisor, flat = channels[^1] * height * breadth;
        var body = new List<Module<Tensor, Tensor>>();
        long previous = image.Channels;
        foreach (long count in channels)
        {
            body.Add(Conv2d(previous, count, 3, stride: 2, padding: 1));
            body.Add(ReLU());
            previous = count;
        }

        body.AddRange([Flatten(), Linear(flat, Features), ReLU()]);
        var decoder = new List<Module<Tensor, Tensor>> { Linear(latentSize, flat), ReLU(), Unflatten(1, [previous, height, breadth]) };
        foreach (long count in channels.Reverse())
        {
            decoder.Add(ConvTranspose2d(previous, count, 3, stride: 2, padding: 1, output_padding: 1));
            decoder.Add(ReLU());
            previous = count;
        }

        var output = ConvTranspose2d(previous, image.Channels, 3, stride: 1, padding: 1);
        decoder.Add(output);
        return new VaeParts(Sequential(body), Features, Sequential(decoder), output.bias!); // not null: the layer has one by default
    }

    private static int RoundedUp(int side, int divisor) => (side + divisor - 1) / divisor * divisor;
}

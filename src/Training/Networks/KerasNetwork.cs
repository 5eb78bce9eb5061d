using System.Globalization;
using VaePipeline.Contracts.Models;
using static TorchSharp.torch.nn;

namespace VaePipeline.Training.Networks;

/// <summary>
/// The network of the Keras example "Variational AutoEncoder" (keras.io, May 2020). For 28 x 28 grey images and
/// two latents: encoder 69,076 parameters, decoder 65,089.
/// </summary>
/// <remarks>
/// Keras pads a stride-2 convolution (0, 1) and crops a transposed one at the end; here both are padded by 1, which
/// gives the same sizes with the grid moved by one pixel: the same family of functions for weights trained from scratch.
/// </remarks>
internal static class KerasNetwork
{
    /// <summary>Its name as an option and in model cards.</summary>
    public const string Name = "keras";

    private const int Features = 16;

    /// <summary>Builds the network with PyTorch's own initial weights. The caller disposes it.</summary>
    /// <exception cref="ArgumentException">A side of the image is not divisible by 4.</exception>
    public static Vae Create(ImageShape image, int latentSize)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Height % 4 != 0 || image.Width % 4 != 0)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"network \"{Name}\": images are {image.Width} x {image.Height} pixels; expected sides divisible by 4, since two layers halve them. Pad or crop the images."),
                nameof(image));
        }

        long height = image.Height / 4, width = image.Width / 4, flat = 64 * height * width;
        var body = Sequential(
            Conv2d(image.Channels, 32, 3, stride: 2, padding: 1), ReLU(),
            Conv2d(32, 64, 3, stride: 2, padding: 1), ReLU(),
            Flatten(),
            Linear(flat, Features), ReLU());
        var output = ConvTranspose2d(32, image.Channels, 3, stride: 1, padding: 1);
        var decoder = Sequential(
            Linear(latentSize, flat), ReLU(),
            Unflatten(1, [64, height, width]),
            ConvTranspose2d(64, 64, 3, stride: 2, padding: 1, output_padding: 1), ReLU(),
            ConvTranspose2d(64, 32, 3, stride: 2, padding: 1, output_padding: 1), ReLU(),
            output);
        var encoder = new GaussianEncoder(body, Linear(Features, latentSize), Linear(Features, latentSize));
        return new Vae(Name, image, latentSize, encoder, decoder, output.bias!); // not null: the layer has one by default
    }
}

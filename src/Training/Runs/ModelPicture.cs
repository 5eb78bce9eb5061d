using MathNet.Numerics.Distributions;
using VaePipeline.Contracts.Formats;
using VaePipeline.Contracts.Pictures;
using VaePipeline.Training.Networks;
using static TorchSharp.torch;

namespace VaePipeline.Training.Runs;

/// <summary>
/// What a decoder draws, 20 x 20 images on one picture. For two latents it is the manifold: points at equal steps of
/// probability, InvCDF of 0.01 to 0.99 in each dimension, z[0] growing to the right and z[1] upwards. For other latent
/// sizes the points are seeded draws from N(0, I).
/// </summary>
internal static class ModelPicture
{
    private const int Side = 20;
    private const double Lowest = 0.01;
    private const double Highest = 0.99;
    private const int SampleSeed = 1;

    /// <summary>File name in a model folder.</summary>
    public static string FileName(int latentSize) => latentSize == 2 ? "manifold.png" : "samples.png";

    /// <summary>Decodes the points and writes the picture.</summary>
    public static void Write(string path, Vae vae)
    {
        ArgumentNullException.ThrowIfNull(vae);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        float[] latents = vae.LatentSize == 2 ? Manifold() : Samples(vae.LatentSize);
        var images = vae.Decoder.call(tensor(latents, [Side * Side, vae.LatentSize])).sigmoid();
        float[] values = images.data<float>().ToArray();

        var sheet = new ContactSheet(vae.Image, Side * Side, columns: Side, gap: 0);
        int pixelCount = vae.Image.PixelCount;
        for (int i = 0; i < Side * Side; i++)
        {
            byte[] pixels = Array.ConvertAll(values[(i * pixelCount)..((i + 1) * pixelCount)], value => (byte)MathF.Round(value * 255));
            sheet.Place(i, pixels);
        }

        PngFile.Write(path, sheet.Pixels, sheet.Width, sheet.Height, vae.Image.Channels);
    }

    /// <summary>[400, 2], in the order of the picture: row by row from the top.</summary>
    internal static float[] Manifold()
    {
        double[] steps = [.. Enumerable.Range(0, Side).Select(i => Normal.InvCDF(0, 1, Lowest + ((Highest - Lowest) * i / (Side - 1))))];
        return [.. Enumerable.Range(0, Side * Side).SelectMany(i => new[] { (float)steps[i % Side], (float)steps[Side - 1 - (i / Side)] })];
    }

    private static float[] Samples(int latentSize)
    {
        using var generator = new Generator(SampleSeed);
        return randn([Side * Side, latentSize], generator: generator).data<float>().ToArray();
    }
}

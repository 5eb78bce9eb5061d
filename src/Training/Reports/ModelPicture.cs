using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Points;

namespace VaePipeline.Training.Reports;

/// <summary>
/// What a decoder draws, 20 x 20 images on one picture. For two latents it is the manifold: points at equal steps of
/// probability in each dimension (<see cref="PlaneAxis.Quantiles"/>), z[0] growing to the right and z[1] upwards. For other latent
/// sizes the points are seeded draws from N(0, I).
/// </summary>
internal static class ModelPicture
{
    private const int Side = 20;
    private const int SampleSeed = 1;

    /// <summary>File name in a model folder.</summary>
    public static string FileName(int latentSize) => latentSize == 2 ? "manifold.png" : "samples.png";

    /// <summary>Decodes the points and writes the picture.</summary>
    public static void Write(string path, Vae vae)
    {
        var sheet = Draw(vae, vae.LatentSize == 2 ? Manifold() : Samples(vae.LatentSize, Side * Side), Side, gap: 0);
        PngFile.Write(path, sheet.Pixels, sheet.Width, sheet.Height, vae.Image.Channels);
    }

    /// <summary>Decodes latents onto a picture.</summary>
    /// <param name="vae">The model, in evaluation mode.</param>
    /// <param name="latents">[N, L], row-major.</param>
    /// <param name="columns">Images in a row.</param>
    /// <param name="gap">Pixels between two images.</param>
    internal static ContactSheet Draw(Vae vae, float[] latents, int columns, int gap)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        int count = latents.Length / vae.LatentSize, pixelCount = vae.Image.PixelCount;
        var images = vae.Decoder.call(tensor(latents, [count, vae.LatentSize])).sigmoid();
        float[] values = images.data<float>().ToArray();
        var sheet = new ContactSheet(vae.Image, count, columns, gap);
        for (int i = 0; i < count; i++)
        {
            byte[] pixels = Array.ConvertAll(values[(i * pixelCount)..((i + 1) * pixelCount)], value => (byte)MathF.Round(value * 255));
            sheet.Place(i, pixels);
        }

        return sheet;
    }

    /// <summary>[400, 2], in the order of the picture: row by row from the top.</summary>
    internal static float[] Manifold()
    {
        float[] steps = PlaneAxis.Quantiles(Side);
        return new PlanePoints(new PlaneAxis(0, steps), new PlaneAxis(1, steps), at: [0, 0]).ToArray();
    }

    /// <summary>Seeded draws from N(0, I), [count, L].</summary>
    internal static float[] Samples(int latentSize, int count)
    {
        using var generator = new Generator(SampleSeed);
        using var samples = randn([count, latentSize], generator: generator);
        return samples.data<float>().ToArray();
    }
}

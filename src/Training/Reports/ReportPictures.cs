using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Images;
using VaePipeline.Training.Batches;

namespace VaePipeline.Training.Reports;

/// <summary>The pictures of a report, as PNG within the page: <c>data:image/png;base64,…</c>.</summary>
internal static class ReportPictures
{
    private const int SampleColumns = 20;
    private const int SampleRows = 5;

    /// <summary>Images drawn from the prior, 20 in a row.</summary>
    public static string Samples(Vae vae)
    {
        return ToUri(ModelPicture.Draw(vae, ModelPicture.Samples(vae.LatentSize, SampleColumns * SampleRows), SampleColumns, gap: 1), vae);
    }

    /// <summary>The manifold of a model of two latents, 20 x 20 images.</summary>
    public static string Manifold(Vae vae)
    {
        return ToUri(ModelPicture.Draw(vae, ModelPicture.Manifold(), 20, gap: 0), vae);
    }

    /// <summary>A row of images of a set.</summary>
    public static string Originals(Vae vae, ImageSet images, int[] indices)
    {
        int pixelCount = images.Shape.PixelCount;
        var sheet = new ContactSheet(images.Shape, indices.Length, indices.Length);
        for (int i = 0; i < indices.Length; i++)
        {
            sheet.Place(i, images.Pixels.AsSpan(indices[i] * pixelCount, pixelCount));
        }

        return ToUri(sheet, vae);
    }

    /// <summary>The same images through encoder and decoder, at the mean of q(z|x).</summary>
    public static string Reconstructions(Vae vae, ImageSet images, int[] indices)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        float[] means = vae.Encoder.call(ImageBatch.Gather(images, indices)).Mean.data<float>().ToArray();
        return ToUri(ModelPicture.Draw(vae, means, indices.Length, gap: 1), vae);
    }

    private static string ToUri(ContactSheet sheet, Vae vae)
    {
        using var file = new MemoryStream();
        PngFile.Write(file, sheet.Pixels, sheet.Width, sheet.Height, vae.Image.Channels);
        return $"data:image/png;base64,{Convert.ToBase64String(file.GetBuffer(), 0, (int)file.Length)}";
    }
}

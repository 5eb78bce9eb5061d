using VaePipeline.Data.Images;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Cli.Points;

/// <summary>One end of a path, as a user names it: a point, or an image, which stands for the mean that the encoder gives it.</summary>
/// <param name="Text">As the user wrote it.</param>
/// <param name="Point">The point's numbers; null for an image.</param>
/// <param name="Path">The image's file; null for a point.</param>
/// <param name="Index">Which image of the file; null where the file is one.</param>
internal sealed record InterpolationEndpoint(string Text, float[]? Point, string? Path, int? Index)
{
    /// <summary>Reads <c>0.5,-1</c>, <c>a.png</c> or <c>FILE.idx:7</c>. Nothing is opened.</summary>
    /// <exception cref="ArgumentException">The text is none of these.</exception>
    public static InterpolationEndpoint Parse(string option, string text)
    {
        if (NumberList.TryParse(text, out float[] numbers))
        {
            return new InterpolationEndpoint(text, numbers, Path: null, Index: null);
        }

        if (PictureFolder.IsPicture(text))
        {
            return new InterpolationEndpoint(text, Point: null, text, Index: null);
        }

        int colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? new InterpolationEndpoint(text, Point: null, text[..colon], index)
            : throw new ArgumentException(
                $"{option} is \"{text}\"; expected a point, as 0.5,-1, an image, as seven.png, or one of a file of images, as t10k-images-idx3-ubyte:7. Write one of these.", nameof(text));
    }

    /// <summary>The point of the latent space.</summary>
    /// <param name="decoder">The model.</param>
    /// <param name="encoder">Encodes an image; null if the model is a lone decoder.</param>
    /// <exception cref="BadInputException">The point or the image does not fit the model, or the image cannot be read.</exception>
    public float[] Locate(VaeModel decoder, ImageEncoder? encoder)
    {
        if (Point is not null)
        {
            return Point.Length == decoder.Facts.LatentSize ? Point : throw BadInputException.In(
                Text, $"the point has {NumberList.Count(Point.Length)}", $"{decoder.Facts.LatentSize}, the model's latent size", "Give one number for each latent.");
        }

        if (encoder is null)
        {
            throw BadInputException.In(decoder.Onnx.Path, $"a lone decoder cannot encode {Text}", "a model folder, with its encoder", "Pass the folder as --model, or points instead of images.");
        }

        float[] mean = new float[encoder.LatentSize];
        encoder.Encode(ReadImage(decoder.Card, encoder.Image), mean, new float[encoder.LatentSize]);
        return mean;
    }

    /// <summary>[C, H, W], 0 to 1.</summary>
    private float[] ReadImage(ModelCard? card, ImageShape shape)
    {
        using ImageReader images = ImageReader.Open(ImageInput.ForModel(card, shape, Path!)); // Not null: this is no point.
        float[] image = new float[shape.PixelCount];
        for (int i = 0; i <= (Index ?? 0); i++)
        {
            if (!images.TryReadImage(image))
            {
                throw BadInputException.In(Text, "there is no such image", Invariant($"a number below {i}, where the file ends"), "Count from 0.");
            }
        }

        return image;
    }
}

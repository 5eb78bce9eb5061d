using System.Text.Json;
using VaePipeline.Data.Latents;

namespace VaePipeline.Data.Images;

/// <summary>A file or folder of images, and how to read it.</summary>
public sealed record ImageInput
{
    /// <summary>A file, plain or gzipped, a folder of pictures, or <see cref="LatentInput.StandardInputPath"/>.</summary>
    public required string Path { get; init; }

    /// <summary>Shape of every image as the reader gives it, which a model takes; null to see it from the input.</summary>
    public ImageShape? Shape { get; init; }

    /// <summary>Shape of the images in a CSV, NPY or IDX file, where the file does not tell it or <see cref="Resize"/> changes it; null to see it from the file.</summary>
    public ImageShape? StoredShape { get; init; }

    /// <summary>The size that all images are brought to; null leaves them as they are.</summary>
    public ImageSize? Resize { get; init; }

    /// <summary>How an image with other proportions is brought to the size.</summary>
    public ImageFit Fit { get; init; }

    /// <summary>What the values of CSV and NPY files run over; by default (<c>null</c>) seen from them.</summary>
    public PixelRange? Range { get; init; }

    /// <summary>What <see cref="LatentInput.StandardInputPath"/> stands for; stays the caller's.</summary>
    public Stream? StandardInput { get; init; }

    /// <summary>The file of labels; null looks for one beside the images.</summary>
    internal string? LabelsPath { get; init; }

    /// <summary>Whether a range that does not apply is passed over: it comes from a model, not from a person.</summary>
    internal bool IsLenient { get; init; }

    /// <summary>Whether all images come into memory as a data set: one picture is none.</summary>
    internal bool IsSet { get; init; }

    /// <summary>Images for a model, brought to its size in the way in which its training images were, as the options in its card say.</summary>
    /// <param name="card">The model's card; null for a lone graph, which says nothing of its data: then images must have its shape.</param>
    /// <param name="shape">The shape that the model takes.</param>
    /// <param name="path">The images.</param>
    public static ImageInput ForModel(ModelCard? card, ImageShape shape, string path)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var input = new ImageInput { Path = path, Shape = shape };
        JsonElement options = card?.Training.Options ?? default;
        return ImageSize.TryParse(Text("resize"), out _)
            ? input with
            {
                // Of the card's, the size could be another only in a card that contradicts itself.
                Resize = new ImageSize(shape.Width, shape.Height),
                Fit = Enum.TryParse(Text("fit"), ignoreCase: true, out ImageFit fit) ? fit : ImageFit.Stretch,
                StoredShape = ImageShape.TryParse(Text("imageShape"), out ImageShape? stored) ? stored : null,
            }
            : input;

        // A card whose options are not this program's tells nothing of how its images were read.
        string? Text(string name) => options.ValueKind == JsonValueKind.Object && options.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
    }

    /// <summary>The shape that images are said to have where they lie, or null.</summary>
    /// <param name="fits">Whether they may have a shape. Where they are resized, images of the final shape are taken too.</param>
    internal ExpectedShape? Expected(Predicate<ImageShape> fits)
    {
        if (Shape is not null && (Resize is null || fits(Shape)))
        {
            return new ExpectedShape(Shape, IsModels: true);
        }

        return StoredShape is null ? null : new ExpectedShape(StoredShape);
    }
}

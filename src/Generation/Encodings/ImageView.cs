using VaePipeline.Data.Images;

namespace VaePipeline.Generation.Encodings;

/// <summary>
/// A file or folder of images as ML.NET data: <c>Image</c>, <c>Vector&lt;Single, C, H, W&gt;</c> in [0, 1], and, where more
/// is known of the images, <c>Extra</c>, that as CSV text. It streams, in order, and memory does not grow with the images.
/// Any number of threads may use it, each with a cursor of its own; of standard input there is one cursor.
/// </summary>
public sealed class ImageView : StreamView<ImageReader>
{
    /// <summary>Name of the column of images.</summary>
    public const string ImageColumn = "Image";

    /// <summary>Opens the images and reads their header.</summary>
    /// <param name="input">Which images, and how to read them; their shape is given.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="Contracts.Errors.BadInputException">The images cannot be read, or are of another shape.</exception>
    public ImageView(ImageInput input)
        : base(() => ImageReader.Open(input), reader => reader.ExtraColumns, ImageColumn, ShapeOf(input).Channels, ShapeOf(input).Height, ShapeOf(input).Width)
    {
    }

    internal override bool TryRead(ImageReader reader, Span<float> values) => reader.TryReadImage(values);

    internal override string Extra(ImageReader reader) => reader.Extra;

    private static ImageShape ShapeOf(ImageInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Shape ?? throw new ArgumentException("the shape is not given; expected that of the model. Set Shape.", nameof(input));
    }
}

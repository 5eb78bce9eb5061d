using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Formats;

namespace VaePipeline.Data.Images;

/// <summary>
/// Reads IDX files of unsigned bytes, the format of MNIST (http://yann.lecun.com/exdb/mnist/), plain or gzipped; which
/// of the two is seen from the first bytes, not from the name. Memory is bounded by what the file can hold.
/// </summary>
public static class IdxReader
{
    internal const uint ImagesMagic = 0x00000803;
    internal const uint ChannelImagesMagic = 0x00000804;
    internal const uint LabelsMagic = 0x00000801;

    /// <summary>Reads images and labels that belong together.</summary>
    /// <param name="imagesPath">IDX file of images, such as <c>train-images-idx3-ubyte.gz</c>.</param>
    /// <param name="labelsPath">IDX file of labels, such as <c>train-labels-idx1-ubyte.gz</c>.</param>
    /// <param name="shape">Shape of the images; <see langword="null"/> to see it from the header.</param>
    /// <returns>The images with their labels.</returns>
    /// <exception cref="FileNotFoundException">A file does not exist.</exception>
    /// <exception cref="BadInputException">A file is not valid, or there are more or fewer labels than images.</exception>
    public static ImageSet Read(string imagesPath, string labelsPath, ImageShape? shape = null)
    {
        ImageSet images = ReadImages(imagesPath, shape);
        byte[] labels = ReadLabels(labelsPath);
        return labels.Length == images.Count
            ? images with { Labels = labels }
            : throw BadInputException.AtByte(
                labelsPath,
                4,
                string.Create(CultureInfo.InvariantCulture, $"{labels.Length} labels"),
                string.Create(CultureInfo.InvariantCulture, $"{images.Count}, one for each image of {imagesPath}"),
                "Pass the two files of one data set.");
    }

    /// <summary>Reads images.</summary>
    /// <param name="path">IDX file of images, plain or gzipped: [N, H, W], or [N, C, H, W] or [N, H, W, C] with 1 or 3 channels.</param>
    /// <param name="shape">Shape of the images; <see langword="null"/> to see it from the header.</param>
    /// <returns>The images, without labels.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">The file is not an IDX file of images, or its length is not what its header says.</exception>
    public static ImageSet ReadImages(string path, ImageShape? shape = null)
    {
        using IdxInput input = new(path, "an IDX file of images");
        (uint count, ImageAxes axes) = ReadHeader(input, shape is null ? null : new ExpectedShape(shape));
        byte[] pixels = input.ReadPayload((ulong)count * (uint)axes.Shape.PixelCount, Contents(count, axes.Shape));
        if (axes.IsInterleaved)
        {
            ChannelPlanes.SplitAll(pixels, axes.Shape);
        }

        // The cast holds: the payload would not fit an array otherwise.
        return new ImageSet((int)count, axes.Shape, pixels, Labels: null);
    }

    /// <summary>Reads labels.</summary>
    /// <param name="path">IDX file of labels, plain or gzipped.</param>
    /// <returns>[N], one byte a label.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">The file is not an IDX file of labels, or its length is not what its header says.</exception>
    public static byte[] ReadLabels(string path)
    {
        using IdxInput input = new(path, "an IDX file of labels");
        input.ReadMagic([LabelsMagic], ImagesMagic, "Pass the label file, not the images.");
        uint count = input.ReadSize("number of labels");
        return input.ReadPayload(count, string.Create(CultureInfo.InvariantCulture, $"{count} labels"));
    }

    /// <summary>Reads the header of a file of images.</summary>
    internal static (uint Count, ImageAxes Axes) ReadHeader(IdxInput input, ExpectedShape? asked)
    {
        uint magic = input.ReadMagic([ImagesMagic, ChannelImagesMagic], LabelsMagic, "Pass the image file, not the labels.");
        uint count = input.ReadSize("number of images");
        ImageAxes axes = magic == ImagesMagic
            ? ImageAxes.Of(input.Path, [count, ReadSide(input, "height"), ReadSide(input, "width")], asked)
            : ImageAxes.Of(input.Path, [count, ReadSide(input, "second axis"), ReadSide(input, "third axis"), ReadSide(input, "fourth axis")], asked);
        return (count, axes);
    }

    /// <summary>What a header claims, for errors.</summary>
    internal static string Contents(uint count, ImageShape shape)
    {
        string size = shape.Channels == 1 ? $"{shape.Height}x{shape.Width}" : shape.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{count} images of {size}");
    }

    private static int ReadSide(IdxInput input, string name)
    {
        long offset = input.Offset;
        uint side = input.ReadSize(name);
        return side is >= 1 and <= ImageShape.MaximumSide
            ? (int)side
            : throw BadInputException.AtByte(
                input.Path,
                offset,
                string.Create(CultureInfo.InvariantCulture, $"{name} is {side}"),
                string.Create(CultureInfo.InvariantCulture, $"1 to {ImageShape.MaximumSide}"),
                "The file is damaged: take it again from its source.");
    }
}

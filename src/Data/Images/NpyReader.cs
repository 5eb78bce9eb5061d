using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Formats;

namespace VaePipeline.Data.Images;

/// <summary>
/// Reads images and labels from NPY files, as numpy.save writes them: images as [N, H, W], [N, C, H, W], [N, H, W, C] or
/// [N, values] with 1 or 3 channels, of bytes, booleans, float32 or float64 in either byte order, in C order.
/// </summary>
public static class NpyReader
{
    internal static readonly string[] ImageTypes = ["u1", "b1", "f4", "f8"];

    private const int PieceSize = 1 << 13;

    /// <summary>Reads images.</summary>
    /// <param name="path">Path of the .npy file.</param>
    /// <param name="shape">Shape of the images; <see langword="null"/> to see it from the array.</param>
    /// <param name="range">What the values run over; <see langword="null"/> is 0 to 255 for bytes and 0 to 1 for others.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">No such array, a value out of range (the first is named by its place), or a file of another length than its header says.</exception>
    public static ImageLoadResult ReadImages(string path, ImageShape? shape = null, PixelRange? range = null)
    {
        using NpyInput input = new(path, "a NPY file of images", ImageTypes);
        ImageAxes axes = ImageAxes.Of(path, input.Shape, shape is null ? null : new ExpectedShape(shape));
        if (input.Count == 0)
        {
            throw BadInputException.In(path, $"the array is {ImageAxes.Text(input.Shape)}", "at least 1 image", "Use the whole data set.");
        }

        PixelRange resolved = range ?? RangeOf(input);
        PixelRounding rounding = new();
        byte[] pixels = new byte[input.Count];
        Fill(input, pixels, resolved, rounding, isGiven: range is not null);
        if (input.Type == "u1" && range is null && !pixels.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            throw PixelRangeDetector.Untold(path);
        }

        if (axes.IsInterleaved)
        {
            ChannelPlanes.SplitAll(pixels, axes.Shape);
        }

        return new ImageLoadResult(new ImageSet((int)input.Shape[0], axes.Shape, pixels, Labels: null), LargestRounding: rounding.Largest);
    }

    /// <summary>Reads labels.</summary>
    /// <param name="path">Path of a .npy file of [N] or [N, 1] whole numbers from 0 to 255, of any integer type.</param>
    /// <returns>[N], one byte a label.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">No such array, or a label out of range.</exception>
    public static byte[] ReadLabels(string path)
    {
        using NpyInput input = new(path, "a NPY file of labels", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8");
        if (input.Shape is not ([_] or [_, 1]))
        {
            throw BadInputException.In(path, $"the array is {ImageAxes.Text(input.Shape)}", "[N], one label for each image", "Pass the labels of the images.");
        }

        byte[] labels = new byte[input.Count];
        Fill(input, labels, PixelRange.Byte, new PixelRounding(), isGiven: true);
        return labels;
    }

    private static void Fill(NpyInput input, byte[] target, PixelRange range, PixelRounding rounding, bool isGiven)
    {
        double[] piece = new double[PieceSize];
        double limit = range == PixelRange.Unit ? 1 : byte.MaxValue;
        double scale = byte.MaxValue / limit;
        int filled = 0;
        int read;
        while ((read = input.Read(piece)) > 0)
        {
            for (int i = 0; i < read; i++)
            {
                double value = piece[i];
                if (!(value >= 0 && value <= limit))
                {
                    throw OutOfRange(input, filled + i, value, limit, isGiven);
                }

                target[filled + i] = rounding.Round(value * scale);
            }

            filled += read;
        }

        input.RequireEnd();
    }

    /// <summary>What values run over where nobody says it.</summary>
    internal static PixelRange RangeOf(NpyInput input) => input.Type == "u1" ? PixelRange.Byte : PixelRange.Unit;

    /// <summary>The error of a value that is no pixel.</summary>
    internal static BadInputException OutOfRange(NpyInput input, long index, double value, double limit, bool isGiven) => BadInputException.In(
        input.Path,
        string.Create(CultureInfo.InvariantCulture, $"{input.Place(index)} is {value}"),
        string.Create(CultureInfo.InvariantCulture, $"a value from 0 to {limit}"),
        isGiven ? "Correct the value." : "Scale the values, or say that they run to 255: --pixel-range 255.");
}

using VaePipeline.Contracts.Numbers;

namespace VaePipeline.Data.Images;

/// <summary>How the axes of an array behind the first are those of an image.</summary>
/// <param name="Shape">The image, grey or RGB.</param>
/// <param name="IsInterleaved">Whether the array holds [H, W, C] rather than [C, H, W].</param>
internal sealed record ImageAxes(ImageShape Shape, bool IsInterleaved)
{
    private const string Kinds = "[N, H, W], [N, C, H, W] or [N, H, W, C] with 1 or 3 channels and sides of 1 to 16384 pixels";

    /// <summary>Axes of an array of images.</summary>
    /// <param name="where">The file and, if any, the place of the sizes, for errors.</param>
    /// <param name="sizes">All axes, N first.</param>
    /// <param name="input">What is said of their shape.</param>
    /// <exception cref="BadInputException">The axes are not those of grey or RGB images, of others than asked for, or of two kinds at once.</exception>
    public static ImageAxes Of(string where, ReadOnlySpan<long> sizes, ImageInput input)
    {
        if (sizes.Length == 2)
        {
            long count = sizes[1];
            return new ImageAxes(OfCount(where, count, input.Expected(shape => shape.PixelCount == count)), IsInterleaved: false);
        }

        ImageAxes[] possible = sizes switch
        {
            [_, long height, long width] => [.. Possible(1, height, width, isInterleaved: false)],
            [_, long a, long b, long c] => [.. Possible(a, b, c, isInterleaved: false), .. Possible(c, a, b, isInterleaved: true)],
            _ => [],
        };
        ExpectedShape? asked = input.Expected(shape => possible.Any(axes => axes.Shape == shape));
        string found = $"the array is {ElementIndex.FormatShape(sizes)}";
        ImageAxes[] fitting = asked is null ? possible : [.. possible.Where(axes => axes.Shape == asked.Shape)];
        return fitting switch
        {
            [ImageAxes only] => only,
            // The same image either way, such as 1x1x1.
            [ImageAxes first, ImageAxes second] when first.Shape == second.Shape => first,
            [ImageAxes first, ImageAxes second] => throw BadInputException.In(
                where, $"{found}, images of {first.Shape} or {second.Shape}", "one of them", $"Say which: --image-shape {first.Shape} or --image-shape {second.Shape}."),
            _ when possible.Length == 0 => throw BadInputException.In(where, found, Kinds, "Save the images in one of these."),
            _ => throw BadInputException.In(
                where, $"{found}, images of {string.Join(" or ", possible.Select(axes => axes.Shape))}", asked!.Expected, asked.Advice), // not null: all fit otherwise
        };
    }

    /// <summary>The shape of images that are rows of so many values.</summary>
    /// <param name="where">The file and, if any, the line, for errors.</param>
    /// <param name="count">Values of an image.</param>
    /// <param name="asked">The shape that the images are said to have; null takes a square grey one.</param>
    /// <exception cref="BadInputException">No square, or not as many values as the shape that was asked for.</exception>
    public static ImageShape OfCount(string where, long count, ExpectedShape? asked)
    {
        if (asked is not null)
        {
            return asked.Shape.PixelCount == count
                ? asked.Shape
                : throw BadInputException.In(
                    where,
                    Invariant($"{count} values an image"),
                    Invariant($"{asked.Shape.PixelCount}, as {asked.Expected}{(asked.IsModels ? "," : "")} has"),
                    asked.IsModels ? asked.Advice : "Correct --image-shape.");
        }

        return SquareOf(count) ?? throw BadInputException.In(
            where,
            Invariant($"{count} values an image, which is no square of grey pixels"),
            "a square number, as 784 = 28 x 28",
            "Say what they are with --image-shape CxHxW, such as 3x32x32.");
    }

    /// <summary>The square grey image of so many pixels, or null.</summary>
    public static ImageShape? SquareOf(long count)
    {
        int side = (int)Math.Sqrt(Math.Clamp(count, 0, int.MaxValue));
        return side is >= 1 and <= ImageShape.MaximumSide && (long)side * side == count ? new ImageShape(1, side, side) : null;
    }

    private static IEnumerable<ImageAxes> Possible(long channels, long height, long width, bool isInterleaved)
    {
        if (Math.Max(channels, Math.Max(height, width)) <= ImageShape.MaximumSide
            && new ImageShape((int)channels, (int)height, (int)width) is { IsPicture: true, IsInRange: true } shape)
        {
            yield return new ImageAxes(shape, isInterleaved);
        }
    }
}

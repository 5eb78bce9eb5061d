using System.Diagnostics.CodeAnalysis;

namespace VaePipeline.Data.Images;

/// <summary>Width and height in pixels, written <c>32x32</c>.</summary>
public sealed record ImageSize(int Width, int Height)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">Width and height in decimal digits with <c>x</c> between them.</param>
    /// <param name="size">The size, where the text is one.</param>
    /// <returns>Whether the text is a size with sides of 1 to <see cref="ImageShape.MaximumSide"/>.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageSize? size)
    {
        // A shape is written height first.
        size = ImageShape.TryParse($"1x{text}", out var shape) ? new ImageSize(Width: shape.Height, Height: shape.Width) : null;
        return size is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"{Width}x{Height}");
}

/// <summary>How an image is brought to a size of other proportions.</summary>
public enum ImageFit
{
    /// <summary>Each axis by itself: proportions change.</summary>
    Stretch,

    /// <summary>The middle that has the proportions of the size; the rest is cut off.</summary>
    Crop,

    /// <summary>The whole image in the middle, with black (0) around it.</summary>
    Pad,
}

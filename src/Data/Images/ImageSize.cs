using System.Diagnostics.CodeAnalysis;
using VaePipeline.Contracts.Models;

namespace VaePipeline.Data.Images;

/// <summary>Width and height in pixels, written <c>32x32</c>.</summary>
internal sealed record ImageSize(int Width, int Height)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <returns>Whether the text is a size with sides of 1 to <see cref="ImageShape.MaximumSide"/>.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageSize? size)
    {
        // A shape is written height first.
        size = ImageShape.TryParse($"1x{text}", out var shape) ? new ImageSize(Width: shape.Height, Height: shape.Width) : null;
        return size is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");
}

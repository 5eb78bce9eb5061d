using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace VaePipeline.Contracts.Models;

/// <summary>Shape of one image, [C, H, W], row-major.</summary>
/// <param name="Channels">C: 1 for grey, 3 for RGB.</param>
/// <param name="Height">H, in pixels.</param>
/// <param name="Width">W, in pixels.</param>
public sealed record ImageShape(int Channels, int Height, int Width)
{
    /// <summary>The most that one side may have, in pixels; the most channels are 4.</summary>
    public const int MaximumSide = 16384;

    private const int MaximumChannels = 4;

    /// <summary>Number of values in one image: C * H * W.</summary>
    [JsonIgnore]
    public int PixelCount => checked(Channels * Height * Width);

    /// <summary>Whether a PNG file holds such an image: grey or RGB.</summary>
    internal bool IsPicture => Channels is 1 or 3;

    /// <summary>Reads what <see cref="ToString"/> writes, such as <c>1x28x28</c>.</summary>
    /// <param name="text">Channels, height and width in decimal digits with <c>x</c> between them.</param>
    /// <param name="shape">The shape, where the text is one within range.</param>
    /// <returns>Whether <paramref name="text"/> is a shape within range.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageShape? shape)
    {
        shape = null;
        string[] parts = text?.Split('x') ?? [];
        if (parts.Length != 3)
        {
            return false;
        }

        Span<int> sizes = stackalloc int[3];
        for (int i = 0; i < 3; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]))
            {
                return false;
            }
        }

        ImageShape candidate = new(sizes[0], sizes[1], sizes[2]);
        shape = candidate.IsInRange ? candidate : null;
        return shape is not null;
    }

    /// <summary>Returns this shape, or throws where a size is out of range.</summary>
    /// <returns>This shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Channels not in 1..4, or a side not in 1..<see cref="MaximumSide"/>.</exception>
    public ImageShape Validated() => IsInRange
        ? this
        : throw new ArgumentOutOfRangeException(null, $"image shape: {this}; expected {Range}. Correct the sizes.");

    /// <summary>Channels, height and width, such as <c>1x28x28</c>.</summary>
    /// <returns>The shape as text, the same in every culture.</returns>
    public override string ToString() => Invariant($"{Channels}x{Height}x{Width}");

    internal const string Range = "1 to 4 channels and sides of 1 to 16384 pixels";

    internal bool IsInRange => Channels is >= 1 and <= MaximumChannels
        && Height is >= 1 and <= MaximumSide && Width is >= 1 and <= MaximumSide;
}

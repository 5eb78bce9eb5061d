using System.Security.Cryptography;
using VaePipeline.Data.Images;

namespace VaePipeline.Training.Checkpoints;

/// <summary>What tells one training set from another.</summary>
/// <param name="Images">How many images.</param>
/// <param name="Shape">Of each, as <c>1x28x28</c>.</param>
/// <param name="Sha256">Of all pixels, [N, C, H, W]; 64 lower-case hexadecimal digits.</param>
internal sealed record DataFingerprint(int Images, string Shape, string Sha256)
{
    /// <summary>Takes the fingerprint of a training set.</summary>
    public static DataFingerprint Of(ImageSet images)
    {
        return new DataFingerprint(images.Count, images.Shape.ToString(), Convert.ToHexStringLower(SHA256.HashData(images.Pixels)));
    }

    /// <summary>As <c>60000 images of 1x28x28, SHA-256 3f2a…</c>.</summary>
    public override string ToString() =>
        Invariant($"{Images} images of {Shape}, SHA-256 {Sha256}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null where it is something else.</summary>
    public static DataFingerprint? Parse(string text)
    {
        string[] words = text.Split(' ');
        return words is [var images, "images", "of", var shape, "SHA-256", { Length: 64 } sha256]
            && int.TryParse(images, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                ? new DataFingerprint(count, shape.TrimEnd(','), sha256)
                : null;
    }
}

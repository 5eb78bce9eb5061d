namespace VaePipeline.Data.Images;

/// <summary>Images in memory, with labels where they have some.</summary>
/// <param name="Count">N.</param>
/// <param name="Shape">Shape of each image.</param>
/// <param name="Pixels">[N, C, H, W], row-major, 0..255. Not copied: whoever holds the set must not change it.</param>
/// <param name="Labels">[N], or <see langword="null"/> where the images have none. Not copied either.</param>
public sealed record ImageSet(int Count, ImageShape Shape, byte[] Pixels, byte[]? Labels);

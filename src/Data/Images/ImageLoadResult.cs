namespace VaePipeline.Data.Images;

/// <summary>All images of one file or folder, in memory, and what reading them did.</summary>
/// <param name="Images">The images, without labels.</param>
/// <param name="Labels">Label of each image; null if there are none.</param>
/// <param name="LargestRounding">By how much a value, in [0, 1], was changed at most to become one of 256 levels; 0 if the file holds bytes.</param>
/// <param name="Kind">What was read, in a few words.</param>
internal sealed record ImageLoadResult(ImageSet Images, IReadOnlyList<string>? Labels, double LargestRounding, string Kind)
{
    /// <summary>Reads to the end.</summary>
    /// <param name="reader">At its start; stays the caller's.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="BadInputException">The input is damaged, holds more than 2 GiB of pixels, or more labels than a byte tells apart.</exception>
    public static ImageLoadResult ReadAll(ImageReader reader, CancellationToken cancellationToken = default)
    {
        ImageShape shape = reader.Shape;
        int size = shape.PixelCount;
        Int128 total = (Int128)(reader.Count ?? 0) * size;
        if (total > Array.MaxLength)
        {
            throw BadInputException.In(
                reader.Path, Invariant($"{reader.Count} images of {shape} take {total} bytes"), "less than 2 GiB of pixels", "Use fewer, or smaller ones (pictures: add --resize WxH).");
        }

        // Grows as the data arrive: a small gzip file cannot claim much memory.
        byte[] pixels = new byte[reader.TotalBytes is { } packed ? Math.Min((long)total, Math.Max(1 << 16, packed * 8)) : (long)total];
        int filled = 0;
        List<string> labels = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        while (reader.TryMoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (pixels.Length - filled < size)
            {
                Grow(ref pixels, filled, size, reader);
            }

            reader.CopyTo(pixels.AsSpan(filled, size));
            filled += size;
            if (reader.Label is { } label)
            {
                labels.Add(label);
                RequireFew(names, label, reader);
            }
        }

        Array.Resize(ref pixels, filled);
        return new ImageLoadResult(new ImageSet(filled / size, shape, pixels, Labels: null), labels.Count > 0 ? labels : null, reader.LargestRounding, reader.Kind);
    }

    /// <summary>The images with the numbers of their labels.</summary>
    /// <param name="numbers">Numbers of all labels; null if there are none.</param>
    public ImageSet Numbered(LabelNumbers? numbers) => Labels is null || numbers is null ? Images : Images with { Labels = [.. Labels.Select(label => numbers[label])] };

    private static void Grow(ref byte[] pixels, int filled, int size, ImageReader reader)
    {
        if (filled > Array.MaxLength - size)
        {
            throw BadInputException.In(
                reader.Place, Invariant($"{filled / size} images before this one fill the memory of one data set"), "less than 2 GiB of pixels", "Use fewer images, or smaller ones.");
        }

        Array.Resize(ref pixels, (int)Math.Min(Array.MaxLength, Math.Max(2L * pixels.Length, (long)filled + size)));
    }

    private static void RequireFew(HashSet<string> names, string label, ImageReader reader)
    {
        if (names.Add(label) && names.Count > LabelNumbers.Maximum)
        {
            throw BadInputException.In(
                reader.Place,
                Invariant($"the label \"{label}\" is number {names.Count}"),
                Invariant($"at most {LabelNumbers.Maximum} different labels"),
                "Take the column of the labels, or leave it out of the file.");
        }
    }
}

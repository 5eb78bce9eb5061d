namespace VaePipeline.Data.Images;

/// <summary>
/// The file of labels that lies beside a file of images: <c>labels</c> where the name has <c>images</c>
/// (<c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>), else with <c>-labels</c> before the extension
/// (<c>faces.npy</c>, <c>faces-labels.npy</c>), plain or gzipped.
/// </summary>
public static class LabelsBeside
{
    private const string Packed = ".gz";

    /// <summary>The path of the labels, or null where there is no such file.</summary>
    private static string? Find(string imagesPath)
    {
        string folder = Path.GetDirectoryName(imagesPath) ?? "";
        string name = Path.GetFileName(imagesPath);
        string plain = name.EndsWith(Packed, StringComparison.OrdinalIgnoreCase) ? name[..^Packed.Length] : name;
        string labels = plain.Contains("images", StringComparison.Ordinal)
            ? plain.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal).Replace("idx4", "idx1", StringComparison.Ordinal)
            : $"{Path.GetFileNameWithoutExtension(plain)}-labels{Path.GetExtension(plain)}";
        return new[] { labels, labels + Packed }.Select(candidate => Path.Combine(folder, candidate)).FirstOrDefault(File.Exists);
    }

    /// <summary>Reads the labels of a file of images, where such a file lies beside it.</summary>
    /// <param name="imagesPath">The file of images.</param>
    /// <param name="count">How many images it holds.</param>
    /// <param name="read">Reads a file of labels: <see cref="IdxReader.ReadLabels"/> or <see cref="NpyReader.ReadLabels"/>.</param>
    /// <returns>[N], and the file that they come from; null where there is none.</returns>
    /// <exception cref="BadInputException">It holds no labels, or more or fewer.</exception>
    public static (byte[] Labels, string Path)? Read(string imagesPath, long count, Func<string, byte[]> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (Find(imagesPath) is not { } path)
        {
            return null;
        }

        byte[] labels = read(path);
        return labels.Length == count
            ? (labels, path)
            : throw BadInputException.In(
                path,
                FormattableString.Invariant($"{labels.Length} labels"),
                FormattableString.Invariant($"{count}, one for each image of {imagesPath}"),
                "Put the labels of these images beside them, or move the file away.");
    }
}

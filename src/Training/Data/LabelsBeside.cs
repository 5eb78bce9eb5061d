namespace VaePipeline.Training.Data;

/// <summary>
/// The file of labels that lies beside a file of images: <c>labels</c> where the name has <c>images</c>
/// (<c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>), else with <c>-labels</c> before the extension
/// (<c>faces.npy</c>, <c>faces-labels.npy</c>), plain or gzipped.
/// </summary>
internal static class LabelsBeside
{
    private const string Packed = ".gz";

    /// <summary>The path of the labels, or null where there is no such file.</summary>
    public static string? Find(string imagesPath)
    {
        string folder = Path.GetDirectoryName(imagesPath) ?? "";
        string name = Path.GetFileName(imagesPath);
        string plain = name.EndsWith(Packed, StringComparison.OrdinalIgnoreCase) ? name[..^Packed.Length] : name;
        string labels = plain.Contains("images", StringComparison.Ordinal)
            ? plain.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal).Replace("idx4", "idx1", StringComparison.Ordinal)
            : $"{Path.GetFileNameWithoutExtension(plain)}-labels{Path.GetExtension(plain)}";
        return new[] { labels, labels + Packed }.Select(candidate => Path.Combine(folder, candidate)).FirstOrDefault(File.Exists);
    }
}

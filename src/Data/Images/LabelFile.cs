using VaePipeline.Contracts.Numbers;
namespace VaePipeline.Data.Images;

/// <summary>
/// A file of labels, IDX or NPY, plain or gzipped: the one that lies beside a file of images, which is called <c>labels</c>
/// where that is called <c>images</c> (<c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>), else with
/// <c>-labels</c> before the extension (<c>faces.npy</c>, <c>faces-labels.npy</c>).
/// </summary>
/// <param name="path">The file.</param>
/// <param name="numbers">[N], one byte per label.</param>
internal sealed class LabelFile(string path, byte[] numbers)
{
    private const string Packed = ".gz";

    private static readonly string[] _texts = [.. Enumerable.Range(0, LabelNumbers.Maximum).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Says where the labels are, for the kind of the images.</summary>
    public string Suffix => $" with labels in {Path.GetFileName(path)}";

    /// <summary>The label of an image.</summary>
    public string this[long image] => _texts[numbers[image]];

    /// <summary>The path of the labels of a file of images, or null if there is no such file.</summary>
    public static string? Beside(string imagesPath)
    {
        string folder = Path.GetDirectoryName(imagesPath) ?? "";
        string name = Path.GetFileName(imagesPath);
        string plain = name.EndsWith(Packed, StringComparison.OrdinalIgnoreCase) ? name[..^Packed.Length] : name;
        string labels = plain.Contains("images", StringComparison.Ordinal)
            ? plain.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal).Replace("idx4", "idx1", StringComparison.Ordinal)
            : $"{Path.GetFileNameWithoutExtension(plain)}-labels{Path.GetExtension(plain)}";
        return new[] { labels, labels + Packed }.Select(candidate => Path.Combine(folder, candidate)).FirstOrDefault(File.Exists);
    }

    /// <summary>Reads the labels of a file of images.</summary>
    /// <param name="path">The labels; null if there are none.</param>
    /// <param name="imagesPath">The file of images.</param>
    /// <param name="count">How many images it holds.</param>
    /// <exception cref="BadInputException">It holds no labels, or more or fewer.</exception>
    public static LabelFile? Read(string? path, string imagesPath, long count)
    {
        if (path is null)
        {
            return null;
        }

        byte[] numbers = ReadNumbers(path);
        return numbers.Length == count
            ? new LabelFile(path, numbers)
            : throw BadInputException.In(
                path, Invariant($"{numbers.Length} labels"), Invariant($"{count}, one for each image of {imagesPath}"), "Put the labels of these images beside them, or move the file away.");
    }

    /// <summary>Reads a file of labels: IDX, or NPY of [N] or [N, 1] whole numbers from 0 to 255 of any integer type.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">The file is neither, or damaged, or a label is out of range.</exception>
    public static byte[] ReadNumbers(string path)
    {
        using InputStream bytes = InputStream.Open(path, standardInput: null, "a file of labels");
        return bytes.StartsWith(NpyHeader.Magic[..3]) ? ReadNpy(bytes) : ReadIdx(bytes);
    }

    private static byte[] ReadIdx(InputStream bytes)
    {
        var idx = new IdxInput(bytes, "an IDX file of labels");
        idx.ReadMagic([IdxInput.LabelsMagic], IdxInput.ImagesMagic, "Pass the label file, not the images.");
        uint count = idx.ReadSize("number of labels");
        string contents = Invariant($"{count} labels");
        ulong end = count + (ulong)idx.Offset;
        idx.RequireRoom(count, contents, (ulong)Array.MaxLength);

        // In pieces: a small gzip file cannot claim much memory.
        using MemoryStream numbers = new();
        byte[] piece = new byte[1 << 16];
        for (uint left = count; left > 0;)
        {
            int length = (int)Math.Min(left, piece.Length);
            idx.ReadRow(piece.AsSpan(0, length), end, contents);
            numbers.Write(piece, 0, length);
            left -= (uint)length;
        }

        idx.RequireEnd(contents);
        return numbers.ToArray();
    }

    private static byte[] ReadNpy(InputStream bytes)
    {
        using var npy = new NpyInput(bytes, Array.MaxLength, "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8");
        if (npy.Shape is not ([_] or [_, 1]))
        {
            throw BadInputException.In(npy.Path, $"the array is {ElementIndex.FormatShape(npy.Shape)}", "[N], one label for each image", "Pass the labels of the images.");
        }

        byte[] labels = new byte[npy.Count];
        double[] piece = new double[1 << 13];
        for (int filled = 0, read; (read = npy.Read(piece)) > 0; filled += read)
        {
            npy.RequireRange(piece.AsSpan(0, read), filled, byte.MaxValue, isGiven: true);
            for (int i = 0; i < read; i++)
            {
                labels[filled + i] = (byte)piece[i];
            }
        }

        npy.RequireEnd();
        return labels;
    }
}

using System.IO.Compression;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Formats;

namespace VaePipeline.Training.Data;

/// <summary>One file of images: CSV, NPY or IDX, told apart by their first bytes; NPY and IDX with labels in a file beside them.</summary>
internal static class ImageFile
{
    /// <summary>What can be read, for errors.</summary>
    public const string Kinds = "a CSV, NPY or IDX file of images";

    private const string Csv = "CSV file";
    private const string Npy = "NPY file";
    private const string Idx = "IDX file";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">How; what does not apply to the kind of file is refused.</param>
    /// <returns>The images and what kind of file it was.</returns>
    /// <exception cref="BadInputException">It is no such file, or damaged.</exception>
    public static (LoadedImages Loaded, string Kind) Read(string path, DataReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        switch (KindOf(path))
        {
            case Npy:
                var array = NpyReader.ReadImages(path, reading.Shape, reading.Range);
                return WithLabels(array, path, Npy, NpyReader.ReadLabels);
            case Idx:
                reading.For("an IDX file", takesShape: true, takesRange: false, takesShare: true);
                var images = IdxReader.ReadImages(path, reading.Shape);
                return images.Count > 0
                    ? WithLabels(new LoadedImages(images), path, Idx, IdxReader.ReadLabels)
                    : throw BadInputException.In(path, "it holds no images", "at least 1", "Use the whole data set.");
            default:
                return (PixelCsvReader.Read(path, reading.Shape, reading.Range), Csv);
        }
    }

    private static (LoadedImages Loaded, string Kind) WithLabels(LoadedImages loaded, string path, string kind, Func<string, byte[]> read)
    {
        if (LabelsBeside.Find(path) is not { } labelsPath)
        {
            return (loaded, kind);
        }

        byte[] labels = read(labelsPath);
        return labels.Length == loaded.Images.Count
            ? (loaded with { Images = loaded.Images with { Labels = labels } }, $"{kind} with labels in {Path.GetFileName(labelsPath)}")
            : throw BadInputException.In(
                labelsPath,
                FormattableString.Invariant($"{labels.Length} labels"),
                FormattableString.Invariant($"{loaded.Images.Count}, one for each image of {path}"),
                "Put the labels of these images beside them, or move the file away.");
    }

    private static string KindOf(string path)
    {
        byte[] start = new byte[512];
        using (var file = File.OpenRead(path))
        {
            if (!file.CanSeek)
            {
                // What is looked at here would be gone for the reader.
                throw Other("it is a pipe or a device", "Name a file on a disk.");
            }

            start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }

        return start switch
        {
            [0x93, (byte)'N', (byte)'U', ..] => Npy,
            [0, 0, ..] => Idx,
            [0x1F, 0x8B, ..] => IsPackedIdx(path) ? Idx : throw Other("it is gzipped, and no IDX file inside", "Unpack it."),
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => throw Other("it is one PNG picture", "Name the folder of the pictures."),
            [(byte)'P', (byte)'K', 3, 4, ..] => throw Other("it is a zip archive", "Unpack it."),
            _ when start.Contains((byte)0) => throw Other("it is neither", "Convert it."),
            _ => Csv,
        };

        BadInputException Other(string found, string advice) => BadInputException.In(path, found, $"{Kinds}, or a folder of PNG files", advice);
    }

    private static bool IsPackedIdx(string path)
    {
        using var file = File.OpenRead(path);
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        try
        {
            // A file that is cut short is the reader's to refuse.
            return unpacked.ReadByte() is 0 or -1;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }
}

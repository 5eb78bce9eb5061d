using System.IO.Compression;
using System.IO.Hashing;

namespace VaePipeline.Inference.SavedModels;

/// <summary>Finds ONNX models in a model file of ML.NET's, a zip archive: ML.NET itself gives them to nobody.</summary>
internal static class ModelArchive
{
    private const string ModelEntry = "OnnxModel";
    private const string ChainFolder = "TransformerChain";
    private const string Advice = "Save the model again, or copy the file again.";

    /// <summary>The bytes of all ONNX models in an archive, by the names of their entries.</summary>
    /// <param name="stream">The archive; it stays the caller's.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="BadInputException">It is no archive, no model file, or an entry is damaged.</exception>
    public static Dictionary<string, byte[]> ReadOnnxModels(Stream stream, string path)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);

            // Slashes lean as they do on the system that wrote the file.
            if (!archive.Entries.Any(entry => entry.FullName.Split('/', '\\').Contains(ChainFolder)))
            {
                throw BadInputException.In(path, "a zip archive without a transformer", "a model that ML.NET saved", "Name another file.");
            }

            // Neither .NET nor ML.NET looks at the check sums: damaged weights would be loaded.
            if (archive.Entries.FirstOrDefault(entry => CheckSum(entry) != entry.Crc32) is { } damaged)
            {
                throw BadInputException.In(path, $"entry \"{damaged.FullName}\" is damaged, by its check sum", "a model that ML.NET saved", Advice);
            }

            return archive.Entries
                .Where(entry => entry.FullName.Split('/', '\\')[^1] == ModelEntry)
                .ToDictionary(entry => entry.FullName, entry => Read(entry, path));
        }
        catch (InvalidDataException error)
        {
            throw BadInputException.In(path, $"damaged, or no zip archive ({error.Message.TrimEnd('.')})", "a model that ML.NET saved", Advice, error);
        }
    }

    private static uint CheckSum(ZipArchiveEntry entry)
    {
        Crc32 crc = new();
        using Stream content = entry.Open();
        crc.Append(content);
        return crc.GetCurrentHashAsUInt32();
    }

    /// <summary>An entry is the number of the model's bytes, and these.</summary>
    private static byte[] Read(ZipArchiveEntry entry, string path)
    {
        using var content = new MemoryStream();
        using (Stream source = entry.Open())
        {
            source.CopyTo(content);
        }

        byte[] bytes = content.ToArray();
        return bytes.Length >= sizeof(int) && BitConverter.ToInt32(bytes) == bytes.Length - sizeof(int)
            ? bytes[sizeof(int)..]
            : throw BadInputException.In(path, $"entry \"{entry.FullName}\" does not have the length that it states", "an ONNX model", Advice);
    }
}

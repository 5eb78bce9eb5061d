using System.IO.Compression;
using System.IO.Hashing;

namespace VaePipeline.Inference.SavedModels;

/// <summary>Finds ONNX models in a model file of ML.NET's, a zip archive: ML.NET's public API has no access to them.</summary>
internal static class ModelArchive
{
    private const string ModelEntry = "OnnxModel";
    private const string ChainFolder = "TransformerChain";
    private const string Advice = "Save the model again, or copy the file again.";

    /// <summary>The bytes of all ONNX models in an archive, by the names of their entries.</summary>
    /// <param name="stream">The archive; it stays the caller's.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="BadInputException">It is not an archive, not a model file, or an entry is damaged.</exception>
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

            var models = new Dictionary<string, byte[]>();
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                // Neither .NET nor ML.NET looks at the check sums: damaged weights would be loaded.
                byte[]? model = Read(entry, out uint checkSum);
                if (checkSum != entry.Crc32)
                {
                    throw BadInputException.In(path, $"entry \"{entry.FullName}\" is damaged, by its check sum", "a model that ML.NET saved", Advice);
                }

                if (model is not null)
                {
                    models.Add(entry.FullName, Onnx(model, $"entry \"{entry.FullName}\"", path));
                }
            }

            return models;
        }
        catch (InvalidDataException error)
        {
            throw BadInputException.In(path, $"damaged, or no zip archive ({error.Message.TrimEnd('.')})", "a model that ML.NET saved", Advice, error);
        }
    }

    /// <summary>Unpacks an entry, once: its check sum, and its bytes if it holds an ONNX model.</summary>
    private static byte[]? Read(ZipArchiveEntry entry, out uint checkSum)
    {
        Crc32 crc = new();
        byte[]? model = null;
        using Stream content = entry.Open();
        if (entry.FullName.Split('/', '\\')[^1] == ModelEntry)
        {
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            model = copy.ToArray();
            crc.Append(model);
        }
        else
        {
            crc.Append(content);
        }

        checkSum = crc.GetCurrentHashAsUInt32();
        return model;
    }

    /// <summary>An entry is the number of the model's bytes, and these.</summary>
    private static byte[] Onnx(byte[] entry, string name, string path) =>
        entry.Length >= sizeof(int) && BitConverter.ToInt32(entry) == entry.Length - sizeof(int)
            ? entry[sizeof(int)..]
            : throw BadInputException.In(path, $"{name} does not have the length that it states", "an ONNX model", Advice);
}

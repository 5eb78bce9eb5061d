using Google.Protobuf;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Contracts.Onnx;

/// <summary>
/// Reads and appends what an ONNX file says about itself, without running it. Files with external data are refused
/// everywhere.
/// </summary>
public static class OnnxFile
{
    /// <summary>Reads metadata, inputs and outputs of a file.</summary>
    /// <param name="path">Path of the .onnx file.</param>
    /// <returns>What the file says.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">The file is damaged, of another kind, or has external data.</exception>
    public static OnnxSummary Read(string path) => Read(InputFile.ReadAllBytes(path, ModelProto.Kind), path);

    /// <summary>Reads metadata, inputs and outputs of a model in memory.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <param name="path">Where they come from, for errors.</param>
    /// <returns>What the model says.</returns>
    /// <exception cref="BadInputException">The bytes are damaged, of another kind, or have external data.</exception>
    public static OnnxSummary Read(byte[] model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        return OnnxSummary.Of(ModelProto.ReadWhole(model, path));
    }

    /// <summary>Reads what an encoder or decoder exported by VaePipeline says about itself, and checks its inputs and outputs against it.</summary>
    /// <param name="path">Path of the .onnx file.</param>
    /// <returns>The facts.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">No such model, a fact is missing, or a tensor has another type or shape than the facts say.</exception>
    public static ModelFacts ReadFacts(string path) => Read(path).Facts(path);

    /// <summary>The same for a model in memory.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <param name="path">Where they come from, for errors.</param>
    /// <returns>The facts.</returns>
    /// <exception cref="BadInputException">No such model, a fact is missing, or a tensor has another type or shape than the facts say.</exception>
    public static ModelFacts ReadFacts(byte[] model, string path) => Read(model, path).Facts(path);

    /// <summary>Appends entries to a model's <c>metadata_props</c>; everything that was there stays.</summary>
    /// <param name="model">The bytes of the file; not changed.</param>
    /// <param name="entries">Keys and values to append, in order.</param>
    /// <returns>The bytes of the new file.</returns>
    /// <exception cref="BadInputException"><paramref name="model"/> is no ONNX model, or has external data.</exception>
    /// <exception cref="ArgumentException">A key is empty, repeated, or in the model already.</exception>
    public static byte[] AppendMetadata(byte[] model, IEnumerable<KeyValuePair<string, string>> entries)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(entries);

        ModelProto changed = ModelProto.ReadWhole(model, "model");
        HashSet<string> keys = [.. changed.MetadataProps.Select(entry => entry.Key)];
        foreach ((string key, string value) in entries)
        {
            if (string.IsNullOrEmpty(key) || !keys.Add(key))
            {
                throw new ArgumentException($"metadata entry \"{key}\" is empty or there already; expected a new key. Choose another.", nameof(entries));
            }

            changed.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        return changed.ToByteArray();
    }
}

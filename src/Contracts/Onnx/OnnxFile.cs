using System.Text;
using VaePipeline.Contracts.Files;
using VaePipeline.Contracts.Models;

namespace VaePipeline.Contracts.Onnx;

/// <summary>
/// Reads and appends what an ONNX file says about itself, without running it and without a protobuf package. Files
/// with external data are refused everywhere.
/// </summary>
public static class OnnxFile
{
    private const string Kind = "an ONNX model";

    /// <summary>Reads metadata, inputs and outputs of a file.</summary>
    /// <param name="path">Path of the .onnx file.</param>
    /// <returns>What the file says.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">The file is damaged, of another kind, or has external data.</exception>
    public static OnnxSummary Read(string path) => Read(InputFile.ReadAllBytes(path, Kind), path);

    /// <summary>Reads metadata, inputs and outputs of a model in memory.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <param name="path">Where they come from, for errors.</param>
    /// <returns>What the model says.</returns>
    /// <exception cref="BadInputException">The bytes are damaged, of another kind, or have external data.</exception>
    public static OnnxSummary Read(ReadOnlySpan<byte> model, string path) => new OnnxWalk(path).Read(model);

    /// <summary>Reads the entries of <c>metadata_props</c>.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <param name="path">Where they come from, for errors.</param>
    /// <returns>Values by key; the last of a repeated key counts.</returns>
    /// <exception cref="BadInputException">The bytes are damaged, of another kind, or have external data.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(ReadOnlySpan<byte> model, string path) => Read(model, path).Metadata;

    /// <summary>Reads what an encoder or decoder exported by VaePipeline says about itself, and checks its inputs and outputs against it.</summary>
    /// <param name="path">Path of the .onnx file.</param>
    /// <returns>The facts.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">No such model, a fact is missing, or a tensor has another type or shape than the facts say.</exception>
    public static ModelFacts ReadFacts(string path) => ReadFacts(InputFile.ReadAllBytes(path, Kind), path);

    /// <summary>The same for a model in memory.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <param name="path">Where they come from, for errors.</param>
    /// <returns>The facts.</returns>
    /// <exception cref="BadInputException">No such model, a fact is missing, or a tensor has another type or shape than the facts say.</exception>
    public static ModelFacts ReadFacts(ReadOnlySpan<byte> model, string path)
    {
        OnnxSummary summary = Read(model, path);
        ModelFacts facts = ModelFacts.FromMetadata(summary.Metadata, path);
        bool isDecoder = summary.Inputs.Any(input => input.Name == TensorNames.Latent);
        if (isDecoder)
        {
            Check("input", summary.Inputs, TensorNames.Latent, ModelFacts.ElementTypeFloat32, LatentShape(facts));
            Check("output", summary.Outputs, TensorNames.Image, facts.ElementType, ImageShapeOf(facts));
        }
        else
        {
            Check("input", summary.Inputs, TensorNames.Image, facts.ElementType, ImageShapeOf(facts));
            Check("output", summary.Outputs, TensorNames.Mean, ModelFacts.ElementTypeFloat32, LatentShape(facts));
            Check("output", summary.Outputs, TensorNames.LogVariance, ModelFacts.ElementTypeFloat32, LatentShape(facts));
        }

        return facts;

        void Check(string role, IReadOnlyList<OnnxValue> values, string name, string elementType, string[] dimensions)
        {
            string expected = $"{elementType} [{string.Join(", ", dimensions)}]";
            OnnxValue value = values.FirstOrDefault(value => value.Name == name)
                ?? throw BadInputException.In(
                    path,
                    $"has no {role} \"{name}\", only {(values.Count == 0 ? "none" : string.Join(", ", values.Select(value => $"\"{value.Name}\"")))}",
                    $"{role} \"{name}\", {expected}",
                    "Pass an encoder or a decoder exported by VaePipeline.");

            // The batch axis must be free: a symbol or nothing, never a number.
            bool fits = value.ElementType == elementType
                && value.Dimensions is { } found
                && found.Count == dimensions.Length
                && !long.TryParse(found[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                && found.Skip(1).SequenceEqual(dimensions.Skip(1));
            if (!fits)
            {
                throw BadInputException.In(path, $"{role} \"{name}\" is {value.ElementType} {value.Shape}", expected, "Export the model again.");
            }
        }
    }

    /// <summary>Appends entries to a model's <c>metadata_props</c>; every byte that was there stays as it was.</summary>
    /// <param name="model">The bytes of the file; not changed.</param>
    /// <param name="entries">Keys and values to append, in order.</param>
    /// <returns>The bytes of the new file.</returns>
    /// <exception cref="BadInputException"><paramref name="model"/> is no ONNX model.</exception>
    /// <exception cref="ArgumentException">A key is empty, repeated, or in the model already.</exception>
    public static byte[] AppendMetadata(byte[] model, IEnumerable<KeyValuePair<string, string>> entries)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(entries);

        HashSet<string> keys = new(ReadMetadata(model, "model").Keys, StringComparer.Ordinal);
        using MemoryStream result = new();
        result.Write(model);
        foreach ((string key, string value) in entries)
        {
            if (string.IsNullOrEmpty(key) || !keys.Add(key))
            {
                throw new ArgumentException($"metadata entry \"{key}\" is empty or there already; expected a new key. Choose another.", nameof(entries));
            }

            byte[] keyBytes = Encoding.UTF8.GetBytes(key);
            byte[] valueBytes = Encoding.UTF8.GetBytes(value);
            using MemoryStream entry = new();
            WriteDelimited(entry, field: 1, keyBytes);
            WriteDelimited(entry, field: 2, valueBytes);
            WriteDelimited(result, field: 14, entry.ToArray());
        }

        return result.ToArray();
    }

    private static string[] LatentShape(ModelFacts facts)
        => [TensorNames.BatchAxis, Digits(facts.LatentSize)];

    private static string[] ImageShapeOf(ModelFacts facts)
        => [TensorNames.BatchAxis, Digits(facts.Image.Channels), Digits(facts.Image.Height), Digits(facts.Image.Width)];

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void WriteDelimited(MemoryStream stream, int field, byte[] bytes)
    {
        WriteVarint(stream, (uint)(field << 3) | 2);
        WriteVarint(stream, (uint)bytes.Length);
        stream.Write(bytes);
    }

    private static void WriteVarint(MemoryStream stream, uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            stream.WriteByte((byte)(value | 0x80));
        }

        stream.WriteByte((byte)value);
    }
}

using VaePipeline.Contracts.Onnx;

namespace VaePipeline.Inference.Graphs;

/// <summary>The bytes of an ONNX model and where they came from. Holds nothing native.</summary>
/// <param name="Path">The file, for messages.</param>
/// <param name="Bytes">The file's bytes. Nobody changes them.</param>
/// <param name="Metadata">The entries of the file's <c>metadata_props</c>.</param>
internal sealed record OnnxModel(string Path, byte[] Bytes, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Reads a model file whole, so that it may be moved, replaced or deleted afterwards.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="BadInputException">It is no ONNX model, or it keeps tensors in other files.</exception>
    public static OnnxModel Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path))
        {
            throw BadInputException.In(path, "is a folder", "an .onnx file", "Name a file in it.");
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: the file does not exist; expected an .onnx file. Check the path.", path);
        }

        byte[] bytes = File.ReadAllBytes(path);
        return new OnnxModel(path, bytes, OnnxFile.ReadMetadata(bytes, path));
    }
}

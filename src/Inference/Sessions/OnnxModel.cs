using VaePipeline.Contracts.Onnx;

namespace VaePipeline.Inference.Sessions;

/// <summary>The bytes of an ONNX model and where they came from. Holds nothing native.</summary>
/// <param name="Path">The file, for messages.</param>
/// <param name="Bytes">The file's bytes. Nobody changes them.</param>
/// <param name="Summary">What they say of the model, read once.</param>
internal sealed record OnnxModel(string Path, byte[] Bytes, OnnxSummary Summary)
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

        return Of(File.ReadAllBytes(path), path);
    }

    /// <summary>A model in memory.</summary>
    /// <param name="bytes">The bytes of a file.</param>
    /// <param name="path">Where they come from, for messages.</param>
    /// <exception cref="BadInputException">They are no ONNX model, or one that keeps tensors in other files.</exception>
    public static OnnxModel Of(byte[] bytes, string path) => new(path, bytes, OnnxFile.Read(bytes, path));
}

using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>A session over a model file, which is kept open; a model that came as bytes is kept in a temporary file until it is disposed.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly FileStream _file;
    private bool _disposed;

    private OnnxModel(IHostEnvironment environment, string modelFile, bool ownsFile, OnnxModelSource source)
    {
        _session = OnnxSessions.Open(environment, modelFile, source);
        try
        {
            Inputs = Variables(_session.InputMetadata, source);
            Outputs = Variables(_session.OutputMetadata, source);
            Initializers = Variables(_session.OverridableInitializerMetadata, source);
            _file = new FileStream(modelFile, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, ownsFile ? FileOptions.DeleteOnClose : FileOptions.None);
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    public IReadOnlyList<OnnxVariable> Inputs { get; }

    public IReadOnlyList<OnnxVariable> Outputs { get; }

    /// <summary>Initializers that the caller may replace, as inputs.</summary>
    public IReadOnlyList<OnnxVariable> Initializers { get; }

    /// <exception cref="IOException">The file is not there.</exception>
    /// <exception cref="OnnxRuntimeException">The engine cannot load the model.</exception>
    public static OnnxModel Open(IHostEnvironment environment, OnnxModelSource source)
    {
        if (source.Bytes is null)
        {
            string file = source.ModelFile ?? "";
            Arguments.CheckNonWhiteSpace(file, nameof(source.ModelFile));
            if (!File.Exists(file))
                throw new IOException($"Model file {file} does not exists."); // Word for word.
            return new OnnxModel(environment, file, ownsFile: false, source);
        }

        string folder = environment is IHostEnvironmentInternal settings ? settings.TempFilePath : Path.GetTempPath();
        string copy = Path.Combine(folder, Path.ChangeExtension(Path.GetRandomFileName(), ".onnx")); // One name in 32,768 would end in .ort, which ONNX Runtime reads as another format.
        try
        {
            using (FileStream target = File.Create(copy))
            {
                source.Bytes.Seek(0, SeekOrigin.Begin);
                source.Bytes.CopyTo(target);
            }
            return new OnnxModel(environment, copy, ownsFile: true, source);
        }
        catch
        {
            File.Delete(copy);
            throw;
        }
    }

    public OnnxVariable GetInput(string name) => Inputs.Concat(Initializers).FirstOrDefault(input => input.Name == name)
        ?? throw new ArgumentOutOfRangeException(nameof(name), name,
            $"Input tensor, {name}, does not exist in the ONNX model. Available input names are [{Names(Inputs)}]. Available initializers are [{Names(Initializers)}]");

    public OnnxVariable GetOutput(string name) => Outputs.FirstOrDefault(output => output.Name == name)
        ?? throw new ArgumentOutOfRangeException(nameof(name), name,
            $"Ouput tensor, {name}, does not exist in the ONNX model. Available output names are [{Names(Outputs)}]."); // Word for word.

    public IDisposableReadOnlyCollection<DisposableNamedOnnxValue> Run(IReadOnlyCollection<NamedOnnxValue> inputs, IReadOnlyCollection<string> outputs)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _session.Run(inputs, outputs);
    }

    /// <summary>The model as its file holds it now; as in ML.NET, the file must still be there.</summary>
    public byte[] ReadBytes() => File.ReadAllBytes(_file.Name);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _session.Dispose();
        _file.Dispose();
    }

    private static OnnxVariable[] Variables(IReadOnlyDictionary<string, NodeMetadata> metadata, OnnxModelSource source) =>
        [.. metadata.Where(pair => !IsPlaceholder(pair.Key)).Select(pair => OnnxVariable.Create(pair.Key, pair.Value, source.Shapes.GetValueOrDefault(pair.Key)))];

    /// <summary>Whether ML.NET's own exporter put the name there for something unused.</summary>
    private static bool IsPlaceholder(string name) => name.StartsWith("mlnet.", StringComparison.Ordinal)
        && (name.EndsWith(".unusedInput", StringComparison.Ordinal) || name.EndsWith(".unusedOutput", StringComparison.Ordinal));

    private static string Names(IReadOnlyList<OnnxVariable> variables) => string.Join(',', variables.Select(variable => variable.Name));
}

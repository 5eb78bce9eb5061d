using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaePipeline.OnnxExport.Verification;

/// <summary>An ONNX model in ONNX Runtime, on one thread: a check shall not fight with libtorch's threads for the cores.</summary>
internal sealed class ParitySession : IDisposable
{
    private readonly InferenceSession _session;

    /// <param name="model">Bytes of the file.</param>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime refuses it.</exception>
    public ParitySession(byte[] model)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(model, options);
    }

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">All its inputs.</param>
    /// <param name="outputs">Names of the outputs that are wanted.</param>
    /// <param name="read">Gets the outputs in that order, which are disposed afterwards.</param>
    public T Run<T>(IEnumerable<NamedTensor> inputs, IReadOnlyCollection<string> outputs, Func<IReadOnlyList<OrtValue>, T> read)
    {
        var values = inputs.ToDictionary(input => input.Name, ToOrtValue, StringComparer.Ordinal);
        try
        {
            using var options = new RunOptions();
            using var results = _session.Run(options, values, outputs);
            return read(results);
        }
        finally
        {
            foreach (var value in values.Values)
            {
                value.Dispose();
            }
        }
    }

    public void Dispose() => _session.Dispose();

    /// <summary>An input in the type that the graph wants; float32 holds the numbers of rows and the like exactly up to 2^24.</summary>
    private OrtValue ToOrtValue(NamedTensor input) => _session.InputMetadata[input.Name].ElementDataType == TensorElementType.Int64
        ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(input.Data, number => (long)number), input.Shape)
        : OrtValue.CreateTensorValueFromMemory(input.Data, input.Shape);
}

using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Inference.Sessions;

/// <summary>
/// Owns one ONNX Runtime session. Any number of threads may run it at once, each with its own
/// <see cref="SessionBuffers"/>. Running a disposed native session would kill the process, so the native session
/// goes with the last of: <see cref="Dispose"/>, the runs under way; a later run throws.
/// </summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly Lock _lock = new();
    private readonly InferenceSession _session;
    private readonly IReadOnlyDictionary<string, int> _axisSizes;
    private int _runs;
    private bool _disposed;

    private OnnxSession(OnnxModel model, BatchedOnnxOptions options)
    {
        (Path, _axisSizes) = (model.Path, options.AxisSizes);
        using var sessionOptions = new SessionOptions { IntraOpNumThreads = options.IntraOpThreads ?? 1 };
        options.ConfigureSession?.Invoke(sessionOptions);
        try
        {
            _session = new InferenceSession(model.Bytes, sessionOptions);
        }
        catch (OnnxRuntimeException error)
        {
            throw BadInputException.In(
                model.Path, $"ONNX Runtime refuses the file ({error.Message})", "an ONNX model", "Export the model again, or copy the file again.", error);
        }
    }

    /// <summary>Where the model came from, for messages.</summary>
    public string Path { get; }

    /// <summary>The names of the model's inputs, in the graph's order.</summary>
    public IReadOnlyList<string> InputNames => _session.InputNames;

    /// <summary>The names of the model's outputs, in the graph's order.</summary>
    public IReadOnlyList<string> OutputNames => _session.OutputNames;

    /// <summary>Loads a model. Any model: what is wrong with its tensors is told when they are asked for.</summary>
    /// <exception cref="BadInputException">ONNX Runtime refuses the model.</exception>
    public static OnnxSession Open(OnnxModel model, BatchedOnnxOptions options) => new(model, options);

    /// <summary>Loads a model and hands the session to its owner.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="own">Makes the owner. If it throws, the session is disposed.</param>
    /// <returns>The owner.</returns>
    /// <exception cref="BadInputException">ONNX Runtime refuses the model.</exception>
    public static T Open<T>(OnnxModel model, BatchedOnnxOptions options, Func<OnnxSession, T> own)
    {
        OnnxSession? session = Open(model, options);
        try
        {
            T owner = own(session);
            session = null;
            return owner;
        }
        finally
        {
            session?.Dispose();
        }
    }

    /// <summary>The input of that name.</summary>
    /// <exception cref="BadInputException">There is none (the message lists the names there are), or it cannot be batched.</exception>
    public TensorInfo Input(string name) => Find("input", _session.InputMetadata, name);

    /// <summary>The output of that name.</summary>
    /// <exception cref="BadInputException">There is none (the message lists the names there are), or it cannot be batched.</exception>
    public TensorInfo Output(string name) => Find("output", _session.OutputMetadata, name);

    /// <summary>Runs the model once; inputs and outputs are the caller's memory.</summary>
    /// <exception cref="ObjectDisposedException">This session is disposed.</exception>
    public void Run(
        RunOptions runOptions,
        IReadOnlyCollection<string> inputNames,
        IReadOnlyCollection<OrtValue> inputs,
        IReadOnlyCollection<string> outputNames,
        IReadOnlyCollection<OrtValue> outputs)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _runs++;
        }

        try
        {
            _session.Run(runOptions, inputNames, inputs, outputNames, outputs);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Refuses further runs and frees the native session once no run is under way.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            if (_runs > 0)
            {
                return;
            }
        }

        _session.Dispose();
    }

    private void Leave()
    {
        lock (_lock)
        {
            _runs--;
            if (!_disposed || _runs > 0)
            {
                return;
            }
        }

        _session.Dispose();
    }

    private TensorInfo Find(string kind, IReadOnlyDictionary<string, NodeMetadata> tensors, string name) =>
        tensors.TryGetValue(name, out NodeMetadata? node)
            ? TensorInfo.From(Path, kind, name, node, _axisSizes)
            : throw BadInputException.In(
                Path, $"{kind}s {string.Join(", ", tensors.Keys.Select(other => $"\"{other}\""))}", $"an {kind} \"{name}\"", "Name one that is there, or use another model.");
}

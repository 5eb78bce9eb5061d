using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Inference.Sessions;

/// <summary>
/// One caller's inputs and outputs for a session: write rows into the inputs, <see cref="Run"/>, read the outputs.
/// Not for two threads at once; make one for each.
/// </summary>
internal sealed class SessionBuffers : IDisposable
{
    private readonly OnnxSession _session;
    private readonly ModelTensors _tensors;
    private readonly OrtValue[] _inputViews;
    private readonly OrtValue[] _outputViews;
    private readonly RunOptions _runOptions = new();
    private readonly bool _isFixed;
    private int _viewedRows;
    private bool _disposed;

    /// <summary>
    /// Takes the memory for <paramref name="capacity"/> rows of each tensor, or for as many as the model fixes; the session
    /// stays the caller's. Each run has as many rows if the model fixes them or <paramref name="isFixed"/> asks for it.
    /// </summary>
    public SessionBuffers(OnnxSession session, ModelTensors tensors, int capacity, bool isFixed = false)
    {
        (_session, _tensors) = (session, tensors);
        Capacity = tensors.FixedBatch ?? capacity;
        _isFixed = isFixed || tensors.FixedBatch is not null;
        Inputs = [.. tensors.Inputs.Select(tensor => tensor.Kind.NewBuffer(tensor, Capacity))];
        Outputs = [.. tensors.Outputs.Select(tensor => tensor.Kind.NewBuffer(tensor, Capacity))];
        _inputViews = new OrtValue[Inputs.Count];
        _outputViews = new OrtValue[Outputs.Count];
    }

    /// <summary>Rows that fit.</summary>
    public int Capacity { get; }

    /// <summary>The inputs, in the order of <see cref="ModelTensors.Inputs"/>.</summary>
    public IReadOnlyList<TensorBuffer> Inputs { get; }

    /// <summary>The outputs, in the order of <see cref="ModelTensors.Outputs"/>.</summary>
    public IReadOnlyList<TensorBuffer> Outputs { get; }

    /// <summary>Runs the model on the first <paramref name="rows"/> rows of the inputs; 1 to <see cref="Capacity"/>.</summary>
    /// <exception cref="ObjectDisposedException">The session or this object is disposed.</exception>
    public void Run(int rows)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Capacity);

        if (_isFixed)
        {
            foreach (TensorBuffer input in Inputs)
            {
                input.FillUp(rows, Capacity);
            }

            rows = Capacity;
        }

        if (rows != _viewedRows)
        {
            // ONNX Runtime takes the true number of rows from the shape: a short batch needs views of its own.
            ReleaseViews();
            View(Inputs, _inputViews, rows);
            View(Outputs, _outputViews, rows);
            _viewedRows = rows;
        }

        for (int i = 0; i < _inputViews.Length; i++)
        {
            Inputs[i].CopyTo(_inputViews[i], rows);
        }

        _session.Run(_runOptions, _tensors.InputNames, _inputViews, _tensors.OutputNames, _outputViews);
        for (int i = 0; i < _outputViews.Length; i++)
        {
            Outputs[i].CopyFrom(_outputViews[i], rows);
        }
    }

    /// <summary>Frees the views. The rows already read out stay valid: their memory is managed.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            ReleaseViews();
            _runOptions.Dispose();
        }
    }

    private static void View(IReadOnlyList<TensorBuffer> buffers, OrtValue[] views, int rows)
    {
        for (int i = 0; i < views.Length; i++)
        {
            views[i] = buffers[i].View(rows);
        }
    }

    private void ReleaseViews()
    {
        _viewedRows = 0;
        foreach (OrtValue? view in _inputViews.Concat(_outputViews))
        {
            view?.Dispose();
        }

        Array.Clear(_inputViews);
        Array.Clear(_outputViews);
    }
}

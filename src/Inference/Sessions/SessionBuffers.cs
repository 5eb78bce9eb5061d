using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Inference.Sessions;

/// <summary>
/// One caller's inputs and outputs for a session: write rows into the inputs, <see cref="Run"/>, read the outputs.
/// Not for two threads at once; make one for each.
/// </summary>
internal sealed class SessionBuffers : IDisposable
{
    private readonly OnnxSession _session;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly OrtValue[] _inputViews;
    private readonly OrtValue[] _outputViews;
    private readonly RunOptions _runOptions = new();
    private int _viewedRows;
    private bool _disposed;

    private readonly bool _isFixed;

    /// <summary>
    /// Takes the memory for <paramref name="capacity"/> rows of each tensor, or for as many as the model fixes; the session
    /// stays the caller's. Each run has as many rows where the model fixes them or <paramref name="isFixed"/> asks for it.
    /// </summary>
    public SessionBuffers(
        OnnxSession session, IReadOnlyList<TensorInfo> inputs, IReadOnlyList<TensorInfo> outputs, int capacity, bool isFixed = false)
    {
        _session = session;
        int? fixedByModel = BatchAxis.FixedSize(session.Path, [.. inputs, .. outputs]);
        Capacity = fixedByModel ?? capacity;
        _isFixed = isFixed || fixedByModel is not null;
        Inputs = [.. inputs.Select(info => TensorBuffer.Create(session.Path, info, Capacity))];
        Outputs = [.. outputs.Select(info => TensorBuffer.Create(session.Path, info, Capacity))];
        _inputNames = [.. inputs.Select(info => info.Name)];
        _outputNames = [.. outputs.Select(info => info.Name)];
        _inputViews = new OrtValue[inputs.Count];
        _outputViews = new OrtValue[outputs.Count];
    }

    /// <summary>Rows that fit.</summary>
    public int Capacity { get; }

    /// <summary>The inputs, in the order given to the constructor.</summary>
    public IReadOnlyList<TensorBuffer> Inputs { get; }

    /// <summary>The outputs, in the order given to the constructor.</summary>
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
            Fill(rows, Capacity);
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

        _session.Run(_runOptions, _inputNames, _inputViews, _outputNames, _outputViews);
        for (int i = 0; i < _outputViews.Length; i++)
        {
            Outputs[i].CopyFrom(_outputViews[i], rows);
        }
    }

    /// <summary>Frees the views. The rows already read out stay valid: their memory is managed.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        ReleaseViews();
        _runOptions.Dispose();
    }

    private static void View(IReadOnlyList<TensorBuffer> buffers, OrtValue[] views, int rows)
    {
        for (int i = 0; i < views.Length; i++)
        {
            views[i] = buffers[i].View(rows);
        }
    }

    private void Fill(int rows, int size)
    {
        foreach (TensorBuffer input in Inputs)
        {
            input.FillUp(rows, size);
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

using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Runs a model on the row that stands under a cursor, once a row, and keeps what it gave until the next.</summary>
internal sealed class OnnxRowRun(OnnxModel model, DataViewRow input, OnnxInputReader[] readers, string[] outputs) : IDisposable
{
    private long _position = -1;
    private IDisposableReadOnlyCollection<DisposableNamedOnnxValue>? _results;

    /// <summary>An output for the current row; valid until the next row.</summary>
    public DisposableNamedOnnxValue GetOutput(string name)
    {
        if (_results is null || _position != input.Position)
        {
            NamedOnnxValue[] values = Array.ConvertAll(readers, reader => reader.Read());
            _results?.Dispose();
            _results = null;
            _results = model.Run(values, outputs);
            _position = input.Position;
        }
        return _results.First(result => result.Name == name);
    }

    public void Dispose()
    {
        _results?.Dispose();
        _results = null;
    }
}

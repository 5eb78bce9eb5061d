using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>Reads a model's output columns by cursor: the values of every row are fetched.</summary>
internal sealed class OutputReader : IDisposable
{
    private readonly DataViewRowCursor _cursor;
    private readonly ValueGetter<VBuffer<float>>[] _getters;
    private readonly VBuffer<float>[] _values;

    /// <summary>Opens a cursor.</summary>
    public OutputReader(IDataView view, IReadOnlyList<string> columns)
    {
        DataViewSchema.Column[] needed = [.. columns.Select(column => view.Schema[column])];
        _cursor = view.GetRowCursor(needed);
        _getters = [.. needed.Select(_cursor.GetGetter<VBuffer<float>>)];
        _values = new VBuffer<float>[needed.Length];
    }

    /// <summary>The sum of the last number of each value read, without signs: shows that something else was read.</summary>
    public double Sum { get; private set; }

    /// <summary>Reads rows.</summary>
    /// <returns>Whether there were as many.</returns>
    public bool Read(long rows)
    {
        for (; rows > 0; rows--)
        {
            if (!_cursor.MoveNext())
            {
                return false;
            }

            for (int i = 0; i < _getters.Length; i++)
            {
                _getters[i](ref _values[i]);
                Sum += Math.Abs(_values[i].GetValues()[^1]);
            }
        }

        return true;
    }

    public void Dispose() => _cursor.Dispose();
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Generation;

/// <summary>A cursor over the rows of a reader, one after the other. Each row is checked, also if nothing asks for its column.</summary>
/// <param name="view">What the cursor is of.</param>
/// <param name="active">Names of the columns that will be read.</param>
/// <param name="reader">The reader; the cursor owns it from now on.</param>
internal sealed class StreamCursor<TReader>(StreamView<TReader> view, IReadOnlySet<string> active, TReader reader) : DataViewRowCursor
    where TReader : class, IDisposable
{
    private readonly float[] _values = new float[view.RowSize];
    private long _position = -1;
    private bool _isAtEnd;

    public override DataViewSchema Schema => view.Schema;

    /// <summary>Number of the row from 0, skipped rows not counted; -1 before the first and after the last.</summary>
    public override long Position => _position;

    /// <summary>Always 0: there is one cursor, so there is nothing to put back into order.</summary>
    public override long Batch => 0;

    public override bool MoveNext()
    {
        if (_isAtEnd)
        {
            return false;
        }

        // After an error, too, there is no row to serve and nothing more to read.
        _isAtEnd = true;
        long next = _position + 1;
        _position = -1;
        if (!view.TryRead(reader, _values))
        {
            return false;
        }

        _isAtEnd = false;
        _position = next;
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        if (column.Index >= Schema.Count || Schema[column.Index].Name != column.Name)
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"column \"{column.Name}\" ({column.Index}); expected one of this schema. Take columns from it.");
        }

        return active.Contains(column.Name);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        RequireRow();
        id = new DataViewRowId((ulong)_position, 0);
    };

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw new ArgumentException($"column \"{column.Name}\": not among the columns that the cursor was opened for; expected an active one. Ask for it in GetRowCursor.", nameof(column));
        }

        Delegate getter = column.Index == 0 ? (ValueGetter<VBuffer<float>>)CopyValues : (ValueGetter<ReadOnlyMemory<char>>)CopyExtra;
        return getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"column \"{column.Name}\": asked for {typeof(TValue)}; expected {column.Type.RawType}. Use that type.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            reader.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CopyValues(ref VBuffer<float> value)
    {
        RequireRow();
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, _values.Length);
        _values.CopyTo(editor.Values);
        value = editor.Commit();
    }

    private void CopyExtra(ref ReadOnlyMemory<char> value)
    {
        RequireRow();
        value = view.Extra(reader).AsMemory();
    }

    private void RequireRow()
    {
        if (_position < 0)
        {
            throw new InvalidOperationException("no row; expected a successful MoveNext before a value is read. Call MoveNext.");
        }
    }
}

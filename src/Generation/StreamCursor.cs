using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Generation;

/// <summary>A cursor over rows that come from a reader, one after the other: what does not depend on their kind.</summary>
/// <param name="schema">The columns.</param>
/// <param name="active">Names of those that will be read.</param>
internal abstract class StreamCursor(DataViewSchema schema, IReadOnlySet<string> active) : DataViewRowCursor
{
    private long _position = -1;
    private bool _isAtEnd;

    public sealed override DataViewSchema Schema => schema;

    /// <summary>Number of the row from 0, skipped rows not counted; -1 before the first and after the last.</summary>
    public sealed override long Position => _position;

    /// <summary>Always 0: there is one cursor, so there is nothing to put back into order.</summary>
    public sealed override long Batch => 0;

    public sealed override bool MoveNext()
    {
        if (_isAtEnd)
        {
            return false;
        }

        // After an error, too, there is no row to serve and nothing more to read.
        _isAtEnd = true;
        long next = _position + 1;
        _position = -1;
        if (!TryRead())
        {
            return false;
        }

        _isAtEnd = false;
        _position = next;
        return true;
    }

    public sealed override bool IsColumnActive(DataViewSchema.Column column)
    {
        if (column.Index >= Schema.Count || Schema[column.Index].Name != column.Name)
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"column \"{column.Name}\" ({column.Index}); expected one of this schema. Take columns from it.");
        }

        return active.Contains(column.Name);
    }

    public sealed override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        RequireRow();
        id = new DataViewRowId((ulong)_position, 0);
    };

    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw new ArgumentException($"column \"{column.Name}\": not among the columns that the cursor was opened for; expected an active one. Ask for it in GetRowCursor.", nameof(column));
        }

        return Getter(column.Name) as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"column \"{column.Name}\": asked for {typeof(TValue)}; expected {column.Type.RawType}. Use that type.");
    }

    /// <summary>Reads the next row; false at the end.</summary>
    protected abstract bool TryRead();

    /// <summary>The getter of a column, as <see cref="ValueGetter{TValue}"/>; it calls <see cref="RequireRow"/>.</summary>
    protected abstract Delegate Getter(string column);

    /// <summary>Copies a row's numbers.</summary>
    protected void Copy(ReadOnlySpan<float> numbers, ref VBuffer<float> value)
    {
        RequireRow();
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, numbers.Length);
        numbers.CopyTo(editor.Values);
        value = editor.Commit();
    }

    /// <summary>Throws where there is no row.</summary>
    protected void RequireRow()
    {
        if (_position < 0)
        {
            throw new InvalidOperationException("no row; expected a successful MoveNext before a value is read. Call MoveNext.");
        }
    }
}

using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>One row, or a cursor's current one. Not safe for use from several threads.</summary>
public abstract class DataViewRow : IDisposable
{
    /// <summary>The row's number in its cursor; -1 before the first row and after the last.</summary>
    public abstract long Position { get; }

    /// <summary>Orders the rows of a cursor set: never falling within a cursor, and held by one cursor of the set alone.</summary>
    public abstract long Batch { get; }

    public abstract DataViewSchema Schema { get; }

    public abstract ValueGetter<DataViewRowId> GetIdGetter();

    public abstract bool IsColumnActive(DataViewSchema.Column column);

    /// <summary>The getter of an active column; <typeparamref name="TValue"/> is the column type's raw type.</summary>
    public abstract ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}

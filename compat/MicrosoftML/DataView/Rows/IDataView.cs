namespace Microsoft.ML;

/// <summary>A lazy table: a schema and the means to walk over the rows, any number of times.</summary>
public interface IDataView
{
    /// <summary>Whether a cursor honours the generator that it is given.</summary>
    bool CanShuffle { get; }

    DataViewSchema Schema { get; }

    /// <summary>The number of rows, or null where only a walk would tell.</summary>
    long? GetRowCount();

    /// <summary>A cursor in which <paramref name="columnsNeeded"/> are active, in an order drawn from <paramref name="rand"/> if there is one and the view can shuffle.</summary>
    DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null);

    /// <summary>Cursors that together walk over every row once; <paramref name="n"/> is a recommendation.</summary>
    DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null);
}

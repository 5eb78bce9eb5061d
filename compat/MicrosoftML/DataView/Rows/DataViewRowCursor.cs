namespace Microsoft.ML;

/// <summary>Walks over the rows of a view, forward only.</summary>
public abstract class DataViewRowCursor : DataViewRow
{
    /// <summary>Moves to the next row; false, once and for all, when there is none.</summary>
    public abstract bool MoveNext();
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Inference.Transforms;

/// <summary>No rows of a model's input columns: what an estimator that learns nothing can be fitted on.</summary>
internal sealed class EmptyDataView : IDataView
{
    /// <summary>Makes a view with these columns.</summary>
    public EmptyDataView(IEnumerable<TensorColumn> columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (TensorColumn column in columns)
        {
            builder.AddColumn(column.Name, column.Type(keepBatchAxis: false));
        }

        Schema = builder.ToSchema();
    }

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public bool CanShuffle => true;

    /// <inheritdoc/>
    public long? GetRowCount() => 0;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(Schema, [.. columnsNeeded.Select(column => column.Index)]);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        new DataViewRowCursor[] { GetRowCursor(columnsNeeded, rand) };

    private sealed class Cursor(DataViewSchema schema, HashSet<int> active) : DataViewRowCursor
    {
        public override DataViewSchema Schema => schema;

        public override long Position => -1;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override bool MoveNext() => false;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId _) => throw NoRow();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => (ref TValue _) => throw NoRow();

        private static InvalidOperationException NoRow() => new("cursor: not on a row; expected data with rows. This view has none.");
    }
}

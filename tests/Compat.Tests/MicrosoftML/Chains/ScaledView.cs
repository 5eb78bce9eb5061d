using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Compat.Tests.MicrosoftML.Chains;

/// <summary>A lazy view with one column more.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The callers dispose the cursors.")]
internal sealed class ScaledView(IDataView source, DataViewSchema schema, string input, int factor) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(source.GetRowCursor(SourceColumns(columnsNeeded), rand), schema, input, factor);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private IEnumerable<DataViewSchema.Column> SourceColumns(IEnumerable<DataViewSchema.Column> columns) =>
        columns.Select(column => column.Index < source.Schema.Count ? source.Schema[column.Index] : source.Schema[input]).DistinctBy(column => column.Index);

    private sealed class Cursor(DataViewRowCursor source, DataViewSchema schema, string input, int factor) : DataViewRowCursor
    {
        private readonly ScaledRow _row = new(source, schema, input, factor);

        public override long Position => _row.Position;

        public override long Batch => _row.Batch;

        public override DataViewSchema Schema => _row.Schema;

        public override bool MoveNext() => source.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => _row.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            _row.Dispose();
            base.Dispose(disposing);
        }
    }
}

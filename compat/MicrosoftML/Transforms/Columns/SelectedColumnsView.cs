using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>A view with some of another's columns. Cursors pass through: there is no work to share out among threads.</summary>
internal sealed class SelectedColumnsView(IHostEnvironment environment, ColumnChoice choice, IDataView source) : IDataView, IRowToRowMapper
{
    private readonly ColumnMap _map = new(choice, source.Schema);

    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => _map.OutputSchema;

    public DataViewSchema InputSchema => source.Schema;

    public DataViewSchema OutputSchema => _map.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = ColumnSelection.Flags(columnsNeeded, OutputSchema);
        return new Cursor(environment, source.GetRowCursor(Inputs(active), rand), _map, active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        bool[] active = ColumnSelection.Flags(columnsNeeded, OutputSchema);
        return Array.ConvertAll(source.GetRowCursorSet(Inputs(active), n, rand), input => (DataViewRowCursor)new Cursor(environment, input, _map, active));
    }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        Inputs(ColumnSelection.Flags(dependingColumns, OutputSchema));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new Row(input, _map);

    private DataViewSchema.Column[] Inputs(bool[] active) =>
        [.. OutputSchema.Where(column => active[column.Index]).Select(_map.InputOf).DistinctBy(column => column.Index).OrderBy(column => column.Index)];

    private sealed class Row(DataViewRow input, ColumnMap map) : WrappingRow(input)
    {
        public override DataViewSchema Schema => map.OutputSchema;

        public override bool IsColumnActive(DataViewSchema.Column column) => Input.IsColumnActive(map.InputOf(column));

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(map.InputOf(column));
    }

    private sealed class Cursor(IChannelProvider provider, DataViewRowCursor input, ColumnMap map, bool[] active) : SynchronizedCursorBase(provider, input)
    {
        public override DataViewSchema Schema => map.OutputSchema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => active[column.Index]
            ? Input.GetGetter<TValue>(map.InputOf(column))
            : throw Errors.InactiveColumn(column.Name);
    }
}

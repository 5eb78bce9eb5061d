using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>One part of another view's rows. Numbers drawn by position need the rows in order, on one thread.</summary>
internal sealed class SplitDataView : TransformBase
{
    private readonly RowFraction _fraction;
    private readonly Func<double, bool> _accepts;

    public SplitDataView(IHostEnvironment environment, IDataView source, RowFraction fraction, Func<double, bool> accepts)
        : base(environment.Register("RangeFilter"), source)
    {
        _fraction = fraction;
        _accepts = accepts;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(source.Schema);
        Schema = builder.ToSchema();
    }

    public override DataViewSchema Schema { get; }

    public override bool CanShuffle => !IsByPosition && Source.CanShuffle;

    private bool IsByPosition => _fraction.Column is null;

    public override long? GetRowCount() => null;

    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        bool[] active = ColumnSelection.Flags(columnsNeeded, Schema);
        if (IsByPosition)
            return [GetRowCursorCore(active, rand: null)];
        return Array.ConvertAll(Source.GetRowCursorSet(Needed(active), n, rand), input => (DataViewRowCursor)new Cursor(this, input, active));
    }

    protected override bool ShouldUseParallelCursors(bool[] active) => !IsByPosition;

    protected override DataViewRowCursor GetRowCursorCore(bool[] active, Random? rand) => new Cursor(this, Source.GetRowCursor(Needed(active), rand), active);

    private IEnumerable<DataViewSchema.Column> Needed(bool[] active) => Source.Schema.Where(column => active[column.Index] || column.Index == _fraction.Column?.Index);

    private sealed class Cursor(SplitDataView view, DataViewRowCursor input, bool[] active) : InputCursorBase(view.Host, input)
    {
        private readonly Func<double?> _read = view._fraction.MakeReader(input);

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            active[column.Index] ? Input.GetGetter<TValue>(Input.Schema[column.Index]) : throw Errors.InactiveColumn(column.Name);

        protected override bool MoveNextCore()
        {
            while (Input.MoveNext())
            {
                if (_read() is { } fraction && view._accepts(fraction))
                    return true;
            }

            return false;
        }
    }
}

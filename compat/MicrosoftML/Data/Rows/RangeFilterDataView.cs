using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The rows whose value in one Single or Double column lies in [lower, upper).</summary>
internal sealed class RangeFilterDataView(IHostEnvironment environment, IDataView source, DataViewSchema.Column column, double lower, double upper)
    : TransformBase(environment.Register("RangeFilter"), source)
{
    public override DataViewSchema Schema => Source.Schema;

    public override long? GetRowCount() => null;

    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        bool[] active = ColumnSelection.Flags(columnsNeeded, Schema);
        DataViewRowCursor[] inputs = Source.GetRowCursorSet(Needed(active), n, rand);
        return Array.ConvertAll(inputs, input => (DataViewRowCursor)new Cursor(this, input, active));
    }

    protected override bool ShouldUseParallelCursors(bool[] active) => true;

    protected override DataViewRowCursor GetRowCursorCore(bool[] active, Random? rand) =>
        new Cursor(this, Source.GetRowCursor(Needed(active), rand), active);

    private IEnumerable<DataViewSchema.Column> Needed(bool[] active) => Schema.Where(c => active[c.Index] || c.Index == column.Index);

    private bool Accepts(double value) => lower <= value && value < upper;

    private sealed class Cursor : InputCursorBase
    {
        private readonly RangeFilterDataView _view;
        private readonly bool[] _active;
        private readonly Func<double> _read;

        public Cursor(RangeFilterDataView view, DataViewRowCursor input, bool[] active)
            : base(view.Host, input)
        {
            _view = view;
            _active = active;
            _read = view.Column.Type == NumberDataViewType.Single ? ReadSingle(input.GetGetter<float>(view.Column)) : ReadDouble(input.GetGetter<double>(view.Column));
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            _active[column.Index] ? base.GetGetter<TValue>(column) : throw Errors.InactiveColumn(column.Name);

        protected override bool MoveNextCore()
        {
            while (Input.MoveNext())
            {
                if (_view.Accepts(_read()))
                    return true;
            }

            return false;
        }

        private static Func<double> ReadSingle(ValueGetter<float> getter) => () =>
        {
            float value = 0;
            getter(ref value);
            return value;
        };

        private static Func<double> ReadDouble(ValueGetter<double> getter) => () =>
        {
            double value = 0;
            getter(ref value);
            return value;
        };
    }

    private DataViewSchema.Column Column => column;
}

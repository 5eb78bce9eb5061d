using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A range of another view's rows; rows after it are never read.</summary>
internal sealed class SkipTakeDataView(IHostEnvironment environment, IDataView source, long skip, long take) : IDataView
{
    private readonly IHost _host = environment.Register("SkipTakeFilter");

    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount()
    {
        if (take == 0)
            return 0;
        return source.GetRowCount() is { } count ? Math.Clamp(count - skip, 0, take) : null;
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(_host, source.GetRowCursor(columnsNeeded), skip, take);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(IChannelProvider provider, DataViewRowCursor input, long skip, long take) : InputCursorBase(provider, input)
    {
        private long _toSkip = skip;
        private long _toTake = take;

        public override long Batch => 0;

        protected override bool MoveNextCore()
        {
            if (_toTake == 0)
                return false;
            _toTake--;
            for (; _toSkip > 0; _toSkip--)
            {
                if (!Input.MoveNext())
                    return false;
            }

            return Input.MoveNext();
        }
    }
}

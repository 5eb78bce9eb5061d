using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// Another view's rows in an order drawn from a seed, the same for each cursor: a pool of rows is kept, and each row served is
/// drawn from it and replaced. Source rows are shuffled as well, where asked for and possible.
/// </summary>
internal sealed class ShuffleDataView : IDataView
{
    private readonly IHost _host;
    private readonly IDataView _source;
    private readonly int _poolSize;
    private readonly bool _shuffleSource;
    private readonly int _seed;

    public ShuffleDataView(IHostEnvironment environment, IDataView source, int? seed, int poolSize, bool shuffleSource)
    {
        _host = environment.Register("RowShufflingTransformer");
        _source = CacheableColumns.Of(_host, source);
        _poolSize = poolSize;
        _shuffleSource = shuffleSource;
        _seed = seed ?? _host.Rand.Next();
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        Random random = rand ?? new Random(_seed);
        Random? sourceRandom = _shuffleSource ? new Random(random.Next()) : null;
        DataViewRowCursor input = _source.GetRowCursor(columnsNeeded, _source.CanShuffle ? sourceRandom : null);
        return _poolSize == 1 ? input : new ShuffleCursor(_host, input, _poolSize, random);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}

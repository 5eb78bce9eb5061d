using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Compat.Tests.MicrosoftML.Objects;

namespace VaePipeline.Compat.Tests.MicrosoftML.Rows;

public class CacheTests
{
    private readonly MLContext _context = new(1);

    [Fact]
    public void Source_is_read_once_and_not_before_it_is_needed()
    {
        int read = 0;
        var source = new CountingDataView(500, () => Interlocked.Increment(ref read));
        IDataView cache = _context.Data.Cache(source);
        Assert.Equal(0, source.Cursors);
        Assert.Null(cache.GetRowCount());

        Assert.Equal(Enumerable.Range(0, 500), cache.GetColumn<int>("Number"));
        Assert.Equal(Enumerable.Range(0, 500), cache.GetColumn<int>("Number"));

        Assert.Equal(1, source.Cursors);
        Assert.Equal(500, read);
        Assert.Equal(500, cache.GetRowCount());
    }

    [Fact]
    public void Cache_keeps_vectors_and_text()
    {
        IDataView cache = _context.Data.Cache(_context.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(Point.Numbered)), "Latent");

        List<Point> rows = [.. _context.Data.CreateEnumerable<Point>(cache, reuseRowObject: false)];

        Assert.Equal(300, rows.Count);
        Assert.Equal([299, -299], rows[299].Latent);
        Assert.Equal([0, 0, 7], rows[7].Weights.DenseValues());
        Assert.Equal("p7", rows[7].Name);
    }

    [Fact]
    public void Cache_can_shuffle()
    {
        IDataView cache = _context.Data.Cache(new CountingDataView(200));

        using DataViewRowCursor cursor = cache.GetRowCursor([cache.Schema[0]], new Random(5));
        int[] order = [.. Read(cursor).Select(row => row.Value)];

        Assert.True(cache.CanShuffle);
        Assert.NotEqual(Enumerable.Range(0, 200), order);
        Assert.Equal(Enumerable.Range(0, 200), order.Order());
    }

    [Fact]
    public void Cursor_set_shares_rows_in_blocks_of_one_batch_each()
    {
        IDataView cache = _context.Data.Cache(new CountingDataView(300));
        Assert.Equal(300, cache.GetColumn<int>("Number").Count());

        DataViewRowCursor[] cursors = cache.GetRowCursorSet([cache.Schema[0]], 2);
        var rows = new List<(int Value, long Batch)>();
        // Turn by turn, so that both cursors get blocks.
        bool more = true;
        while (more)
        {
            more = false;
            foreach (DataViewRowCursor cursor in cursors)
            {
                foreach ((int Value, long Batch) row in Read(cursor).Take(64))
                {
                    rows.Add(row);
                    more = true;
                }
            }
        }

        Assert.Equal(2, cursors.Length);
        Assert.Equal(Enumerable.Range(0, 300), rows.Select(row => row.Value).Order());
        Assert.All(rows, row => Assert.Equal(row.Value / 64, row.Batch));
    }

    [Fact]
    public void Failure_of_the_source_reaches_the_reader()
    {
        IDataView cache = _context.Data.Cache(new CountingDataView(300) { FailAt = 100 });

        var error = Assert.Throws<InvalidOperationException>(() => cache.GetColumn<int>("Number").Count());

        Assert.Contains("source failed", error.GetBaseException().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_column_to_prefetch_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.Cache(new CountingDataView(3), "Other"));

    private static IEnumerable<(int Value, long Batch)> Read(DataViewRowCursor cursor)
    {
        ValueGetter<int> getter = cursor.GetGetter<int>(cursor.Schema[0]);
        int value = 0;
        while (cursor.MoveNext())
        {
            getter(ref value);
            yield return (value, cursor.Batch);
        }
    }
}

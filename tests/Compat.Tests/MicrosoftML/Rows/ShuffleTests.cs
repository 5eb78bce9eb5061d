using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Compat.Tests.MicrosoftML.Objects;

namespace VaePipeline.Compat.Tests.MicrosoftML.Rows;

public class ShuffleTests
{
    private readonly MLContext _context = new(1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Every_row_comes_once(int poolSize)
    {
        IDataView rows = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 100).Select(Point.Numbered));

        List<Point> shuffled = [.. _context.Data.CreateEnumerable<Point>(_context.Data.ShuffleRows(rows, 3, poolSize), reuseRowObject: false)];

        Assert.Equal(Enumerable.Range(0, 100), shuffled.Select(point => point.Number).Order());
        Assert.All(shuffled, point => Assert.Equal([point.Number, -point.Number], point.Latent));
    }

    [Fact]
    public void Same_seed_gives_the_same_order_and_another_seed_another()
    {
        IDataView rows = new CountingDataView(100);
        IDataView view = _context.Data.ShuffleRows(rows, 3);

        int[] order = [.. view.GetColumn<int>("Number")];

        Assert.NotEqual(Enumerable.Range(0, 100), order);
        Assert.Equal(order, view.GetColumn<int>("Number"));
        Assert.Equal(order, _context.Data.ShuffleRows(rows, 3).GetColumn<int>("Number"));
        Assert.NotEqual(order, _context.Data.ShuffleRows(rows, 4).GetColumn<int>("Number"));
        Assert.True(view.CanShuffle);
    }

    [Fact]
    public void Row_moves_forward_by_less_than_the_pool()
    {
        IDataView view = _context.Data.ShuffleRows(new CountingDataView(1000), 3, shufflePoolSize: 10);

        int[] order = [.. view.GetColumn<int>("Number")];

        Assert.All(order.Select((number, i) => number - i), moved => Assert.True(moved < 10));
    }

    [Fact]
    public void Pool_without_rows_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.ShuffleRows(new CountingDataView(5), shufflePoolSize: 0));
}

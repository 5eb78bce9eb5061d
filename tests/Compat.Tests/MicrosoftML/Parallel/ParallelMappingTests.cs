using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Compat.Tests.MicrosoftML.Objects;

namespace VaePipeline.Compat.Tests.MicrosoftML.Parallel;

public class ParallelMappingTests
{
    private readonly MLContext _context = new(1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(10_000)]
    public void Rows_keep_their_order(int count)
    {
        IDataView view = Map(new CountingDataView(count), number => number * 2);

        Assert.Equal(Enumerable.Range(0, count).Select(i => 2 * i), view.GetColumn<int>("Result"));
        Assert.Equal(Enumerable.Range(0, count).Select(i => (i, 2 * i)), _context.Data.CreateEnumerable<Both>(view, reuseRowObject: false).Select(row => (row.Number, row.Result)));
    }

    [Fact]
    public void Vectors_text_and_row_ids_come_through_the_blocks_whole()
    {
        IDataView source = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 1000).Select(Point.Numbered).ToList());
        IDataView view = Map(source, number => number);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        ValueGetter<VBuffer<float>> latent = cursor.GetGetter<VBuffer<float>>(view.Schema["Latent"]);
        VBuffer<float> value = default;
        DataViewRowId id = default;
        var positions = new List<long>();
        while (cursor.MoveNext())
        {
            getter(ref id);
            latent(ref value);
            Assert.Equal(new DataViewRowId((ulong)cursor.Position, 0), id);
            Assert.Equal([cursor.Position, -cursor.Position], value.DenseValues());
            positions.Add(cursor.Position);
        }

        Assert.Equal(1000, positions.Count);
        Assert.Equal(-1, cursor.Position);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"p{i}"), view.GetColumn<string>("Label"));
    }

    [Fact]
    public void Mapping_runs_on_other_threads_and_batches_rise()
    {
        var threads = new ConcurrentDictionary<int, bool>();
        IDataView view = Map(new CountingDataView(2000), number =>
        {
            threads[System.Environment.CurrentManagedThreadId] = true;
            return number;
        });
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Result"]]);
        var batches = new List<long>();
        while (cursor.MoveNext())
            batches.Add(cursor.Batch);

        Assert.DoesNotContain(System.Environment.CurrentManagedThreadId, threads.Keys);
        Assert.Equal(batches.Order(), batches);
        Assert.True(batches.Distinct().Count() > 1);
    }

    [Fact]
    public void Mapping_is_not_called_for_columns_that_pass_through()
    {
        int calls = 0;
        IDataView view = Map(new CountingDataView(100), number => Interlocked.Increment(ref calls));

        Assert.Equal(Enumerable.Range(0, 100), view.GetColumn<int>("Number"));
        Assert.Equal(0, calls);
    }

    [Fact]
    public void Failure_of_the_mapping_reaches_the_reader()
    {
        IDataView view = Map(new CountingDataView(1000), number => number == 700 ? throw new InvalidDataException("bad row") : number);

        var error = Assert.Throws<InvalidOperationException>(() => view.GetColumn<int>("Result").Count());

        Assert.StartsWith("Splitter/consolidator worker encountered exception while consuming source data", error.Message, StringComparison.Ordinal);
        Assert.Equal("bad row", error.GetBaseException().Message);
    }

    [Fact]
    public void Failure_of_the_source_reaches_the_reader()
    {
        IDataView view = Map(new CountingDataView(1000) { FailAt = 700 }, number => number);

        var error = Assert.Throws<InvalidOperationException>(() => view.GetColumn<int>("Result").Count());

        Assert.Equal("source failed", error.GetBaseException().Message);
    }

    [Fact]
    public void Reader_that_stops_early_ends_the_work_and_disposes_the_source()
    {
        int read = 0;
        var source = new CountingDataView(int.MaxValue, () => Interlocked.Increment(ref read));
        IDataView view = _context.Data.TakeRows(Map(source, number => number), 5);

        Assert.Equal([0, 1, 2, 3, 4], view.GetColumn<int>("Result"));

        Assert.Equal(1, source.Cursors);
        Assert.True(source.Disposed > 0);
        Assert.True(read < 100_000);
    }

    [Fact]
    public void Cache_below_a_mapping_gives_its_own_cursors()
    {
        IDataView cache = _context.Data.Cache(new CountingDataView(3000));
        IDataView view = Map(Map(cache, number => number + 1), number => number, "Again");

        Assert.Equal(Enumerable.Range(0, 3000), view.GetColumn<int>("Again"));
        Assert.Equal(Enumerable.Range(1, 3000), view.GetColumn<int>("Result"));
    }

    private IDataView Map(IDataView source, Func<int, int> map, string output = "Result")
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Output));
        definition["Result"].ColumnName = output;
        return _context.Transforms.CustomMapping<Input, Output>((from, to) => to.Result = map(from.Number), null, null, definition).Fit(source).Transform(source);
    }

    private sealed class Input
    {
        public int Number { get; set; }
    }

    private sealed class Output
    {
        public int Result { get; set; }
    }

    private sealed class Both
    {
        public int Number { get; set; }

        public int Result { get; set; }
    }
}

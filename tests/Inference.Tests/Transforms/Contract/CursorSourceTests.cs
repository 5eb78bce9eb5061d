using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms.Contract;

/// <summary>What cursors ask of the source, and when.</summary>
public sealed class CursorSourceTests
{
    private static readonly SourceColumn<int> Number = new("Number", NumberDataViewType.Int32, row => (int)row);

    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Nothing_is_read_before_a_cursor_moves(int workers, int batchSize)
    {
        var source = new SourceView(90, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, workers, batchSize);

        IDataView images = decoder.Transform(source);
        Assert.Equal(0, source.CursorsMade);
        using DataViewRowCursor cursor = images.GetRowCursor([images.Schema["Image"]]);

        Assert.Equal(1, source.CursorsMade);
        Assert.Equal(0, source.RowsRead);
    }

    [Fact]
    public void One_worker_reads_1_then_8_then_the_batch_size_ahead()
    {
        var source = new SourceView(90, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, 1, 32);
        IDataView images = decoder.Transform(source);
        using DataViewRowCursor cursor = images.GetRowCursor([images.Schema["Image"]]);
        var read = new List<int>();

        while (cursor.MoveNext())
        {
            read.Add(source.RowsRead);
        }

        int[] expected = [.. Enumerable.Repeat(1, 1), .. Enumerable.Repeat(9, 8), .. Enumerable.Repeat(41, 32), .. Enumerable.Repeat(73, 32), .. Enumerable.Repeat(90, 17)];
        Assert.Equal(expected, read);
        Assert.False(cursor.MoveNext());
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Without_our_column_nothing_is_read_ahead_nor_are_latents_asked_for(int workers, int batchSize)
    {
        var source = new SourceView(90, SourceColumn.Latent, Number);
        BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, workers, batchSize);
        IDataView images = decoder.Transform(source);
        decoder.Dispose(); // No model is needed.

        using DataViewRowCursor cursor = images.GetRowCursor([images.Schema["Number"]]);
        ValueGetter<int> getter = cursor.GetGetter<int>(images.Schema["Number"]);

        for (int row = 0; row < 20; row++)
        {
            int value = -1;
            Assert.True(cursor.MoveNext());
            getter(ref value);
            Assert.Equal((row, row, row / 5, row + 1), (value, cursor.Position, cursor.Batch, source.RowsRead));
        }

        Assert.Equal(["Number"], source.LastColumns);
        Assert.Same(images.Schema, cursor.Schema);
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<VBuffer<float>>(images.Schema["Latent"]));
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Only_columns_that_are_needed_are_asked_for_and_the_random_generator_is_forwarded(int workers, int batchSize)
    {
        var source = new SourceView(3, Number, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, workers, batchSize);
        IDataView images = decoder.Transform(source);
        var random = new Random(1);

        images.GetRowCursor([images.Schema["Image"]], random).Dispose();
        AssertAsked("Latent");

        Array.ForEach(images.GetRowCursorSet([images.Schema["Image"], images.Schema["Number"]], 2, random), cursor => cursor.Dispose());
        AssertAsked("Number", "Latent");

        images.GetRowCursor([images.Schema["Number"]], random).Dispose();
        AssertAsked("Number");
        Assert.True(images.CanShuffle);
        Assert.Equal(3, images.GetRowCount());

        void AssertAsked(params string[] columns)
        {
            Assert.Same(random, source.LastRandom);
            Assert.Equal(columns, source.LastColumns);
        }
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Rows_that_the_source_shuffles_keep_their_images(int workers, int batchSize)
    {
        IDataView source = _context.Data.Cache(new SourceView(60, SourceColumn.Latent, Number));
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, workers, batchSize);
        IDataView images = decoder.Transform(source);
        float[] expected = TestModels.Decoded(TestModels.Latents(60));

        using DataViewRowCursor cursor = images.GetRowCursor(images.Schema, new Random(4));
        ValueGetter<int> number = cursor.GetGetter<int>(images.Schema["Number"]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(images.Schema["Image"]);
        var numbers = new List<int>();
        VBuffer<float> image = default;
        int value = 0;
        while (cursor.MoveNext())
        {
            number(ref value);
            getter(ref image);
            numbers.Add(value);
            TestModels.AssertClose(expected.AsSpan(value * 16, 16), image.GetValues());
        }

        Assert.NotEqual(Enumerable.Range(0, 60), numbers);
        Assert.Equal(Enumerable.Range(0, 60), numbers.Order());
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void GetRowCursorSet_wraps_each_cursor_of_the_source_and_keeps_its_batches(int workers, int batchSize)
    {
        var source = new SourceView(48, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, workers, batchSize);
        IDataView images = decoder.Transform(source);
        float[] expected = TestModels.Decoded(TestModels.Latents(48));

        foreach (int parts in new[] { 1, 3 })
        {
            DataViewRowCursor[] cursors = images.GetRowCursorSet([images.Schema["Image"]], parts);

            var seen = new List<ulong>();
            Assert.Equal(parts, cursors.Length);
            for (int part = 0; part < parts; part++)
            {
                using DataViewRowCursor cursor = cursors[part];
                Assert.Same(images.Schema, cursor.Schema);
                ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(images.Schema["Image"]);
                ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
                while (cursor.MoveNext())
                {
                    VBuffer<float> image = default;
                    DataViewRowId id = default;
                    getter(ref image);
                    idGetter(ref id);
                    TestModels.AssertClose(expected.AsSpan((int)id.Low * 16, 16), image.GetValues());
                    Assert.Equal(((long)id.Low / 5, part), (cursor.Batch, cursor.Batch % parts));
                    seen.Add(id.Low);
                }
            }

            Assert.Equal(Enumerable.Range(0, 48).Select(i => (ulong)i), seen.Order());
            Assert.Equal(0, source.CursorsOpen);
        }
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void GetRowCursorSet_that_fails_leaves_no_cursor_of_the_source_open(int workers, int batchSize)
    {
        var source = new SourceView(48, SourceColumn.Latent);
        BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, workers, batchSize);
        IDataView images = decoder.Transform(source);
        decoder.Dispose();

        Assert.Throws<ObjectDisposedException>(() => images.GetRowCursorSet([images.Schema["Image"]], 3));

        Assert.Equal(0, source.CursorsOpen);
    }
}

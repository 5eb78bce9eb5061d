using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms;

public sealed class BatchedRowCursorTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void MoveNext_reads_1_then_8_then_the_batch_size_ahead()
    {
        var source = new SourceView(90, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = _context.Transforms
            .DecodeLatents(TestModels.Decoder, options: new BatchedOnnxOptions { Workers = 1 }).Fit(source);
        using DataViewRowCursor cursor = CursorOver(decoder.Transform(source));
        var read = new List<int>();

        while (cursor.MoveNext())
        {
            read.Add(source.RowsRead);
        }

        int[] expected = [.. Enumerable.Repeat(1, 1), .. Enumerable.Repeat(9, 8), .. Enumerable.Repeat(41, 32), .. Enumerable.Repeat(73, 32), .. Enumerable.Repeat(90, 17)];
        Assert.Equal(expected, read);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Transform_reads_nothing_before_a_cursor_moves()
    {
        var source = new SourceView(90, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = Decoder(source);

        IDataView images = decoder.Transform(source);
        Assert.Equal(0, source.CursorsMade);
        using DataViewRowCursor cursor = CursorOver(images);

        Assert.Equal(1, source.CursorsMade);
        Assert.Equal(0, source.RowsRead);
    }

    [Fact]
    public void Position_batch_and_id_are_those_of_the_row_served()
    {
        var source = new SourceView(50, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = Decoder(source);
        using DataViewRowCursor cursor = CursorOver(decoder.Transform(source));
        ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();

        Assert.Equal(-1, cursor.Position);
        for (int row = 0; row < 50; row++)
        {
            Assert.True(cursor.MoveNext());
            DataViewRowId id = default;
            idGetter(ref id);
            Assert.Equal((row, row / 5, (ulong)row, (ulong)row + 1000), (cursor.Position, cursor.Batch, id.Low, id.High));
        }

        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
    }

    [Fact]
    public void GetGetter_before_MoveNext_several_for_a_column_each_called_twice_agree()
    {
        var source = new SourceView(45, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = Decoder(source);
        using DataViewRowCursor cursor = CursorOver(decoder.Transform(source));
        DataViewSchema.Column column = cursor.Schema["Image"];
        ValueGetter<VBuffer<float>>[] getters = [cursor.GetGetter<VBuffer<float>>(column), cursor.GetGetter<VBuffer<float>>(column)];
        float[] expected = TestModels.Decoded(TestModels.Latents(45));

        for (int row = 0; cursor.MoveNext(); row++)
        {
            foreach (ValueGetter<VBuffer<float>> getter in getters.Concat(getters))
            {
                VBuffer<float> image = default;
                getter(ref image);
                TestModels.AssertClose(expected.AsSpan(row * 16, 16), image.GetValues());
            }
        }
    }

    [Fact]
    public void GetGetter_values_stay_when_the_cursor_moves_on()
    {
        var source = new SourceView(20, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = Decoder(source);
        using DataViewRowCursor cursor = CursorOver(decoder.Transform(source));
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Image"]);
        var images = new VBuffer<float>[20];

        for (int row = 0; cursor.MoveNext(); row++)
        {
            getter(ref images[row]);
        }

        TestModels.AssertClose(TestModels.Decoded(TestModels.Latents(20)), [.. images.SelectMany(image => image.DenseValues())]);
    }

    [Fact]
    public void Cursor_moved_read_and_disposed_on_another_thread_gives_the_same()
    {
        var source = new SourceView(45, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = Decoder(source);
        DataViewRowCursor cursor = CursorOver(decoder.Transform(source));
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Image"]);
        var pixels = new List<float>();

        var thread = new Thread(() =>
        {
            using (cursor)
            {
                VBuffer<float> image = default;
                while (cursor.MoveNext())
                {
                    getter(ref image);
                    pixels.AddRange(image.GetValues());
                }
            }
        });
        thread.Start();
        thread.Join();

        TestModels.AssertClose(TestModels.Decoded(TestModels.Latents(45)), [.. pixels]);
        Assert.Equal(0, source.CursorsOpen);
    }

    [Fact]
    public void Getters_off_a_row_throw()
    {
        var source = new SourceView(1, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = Decoder(source);
        using DataViewRowCursor cursor = CursorOver(decoder.Transform(source));
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Image"]);
        VBuffer<float> image = default;

        Assert.Throws<InvalidOperationException>(() => getter(ref image));
        Assert.True(cursor.MoveNext());
        getter(ref image);
        Assert.False(cursor.MoveNext());
        Assert.Throws<InvalidOperationException>(() => getter(ref image));
    }

    [Fact]
    public void Dispose_early_and_twice_disposes_the_source_once()
    {
        var source = new SourceView(90, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = Decoder(source);
        DataViewRowCursor cursor = CursorOver(decoder.Transform(source));
        cursor.MoveNext();
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Image"]);

        cursor.Dispose();
        cursor.Dispose();

        VBuffer<float> image = default;
        Assert.Equal(0, source.CursorsOpen);
        Assert.Throws<ObjectDisposedException>(() => cursor.MoveNext());
        Assert.Throws<InvalidOperationException>(() => getter(ref image));
    }

    [Fact]
    public void Two_cursors_in_turn_do_not_disturb_each_other()
    {
        var source = new SourceView(50, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = Decoder(source);
        IDataView images = decoder.Transform(source);
        using DataViewRowCursor first = CursorOver(images);
        using DataViewRowCursor second = CursorOver(images);
        ValueGetter<VBuffer<float>>[] getters = [.. new[] { first, second }.Select(cursor => cursor.GetGetter<VBuffer<float>>(cursor.Schema["Image"]))];
        float[] expected = TestModels.Decoded(TestModels.Latents(50));
        VBuffer<float> image = default;

        // The second runs ten rows behind the first.
        for (int row = 0; row < 60; row++)
        {
            if (first.MoveNext())
            {
                getters[0](ref image);
                TestModels.AssertClose(expected.AsSpan(row * 16, 16), image.GetValues());
            }

            if (row >= 10)
            {
                Assert.True(second.MoveNext());
                getters[1](ref image);
                TestModels.AssertClose(expected.AsSpan((row - 10) * 16, 16), image.GetValues());
            }
        }
    }

    [Fact]
    public void Many_threads_on_one_view_each_get_all_rows_in_order()
    {
        using BatchedOnnxTransformer decoder = Decoder(new SourceView(0, SourceColumn.Latent));
        IDataView images = decoder.Transform(LatentRow.Rows(_context, 100));
        float[] expected = TestModels.Decoded(TestModels.Latents(100));

        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
            TestModels.AssertClose(expected, [.. images.GetColumn<float[]>("Image").SelectMany(row => row)]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    public void MoveNext_source_that_throws_serves_the_rows_before_and_then_throws_the_same(int badRow)
    {
        var source = new SourceView(90, SourceColumn.Latent) { FailAtRow = badRow };
        using BatchedOnnxTransformer decoder = Decoder(source);
        using DataViewRowCursor cursor = CursorOver(decoder.Transform(source));
        int rows = 0;

        InvalidDataException error = Assert.Throws<InvalidDataException>(() =>
        {
            while (cursor.MoveNext())
            {
                rows++;
            }
        });

        Assert.Equal($"row {badRow} is bad", error.Message);
        Assert.Equal(badRow, rows);
        Assert.Throws<InvalidDataException>(() => cursor.MoveNext());
    }

    [Fact]
    public void MoveNext_in_steady_state_allocates_under_50_bytes_a_row()
    {
        var latent = new VBuffer<float>(2, [0.5f, -0.5f]);
        var source = new SourceView(5000, new SourceColumn<VBuffer<float>>("Latent", SourceColumn.Latent.Type, _ => latent));
        using BatchedOnnxTransformer decoder = Decoder(source);
        using DataViewRowCursor cursor = CursorOver(decoder.Transform(source));
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Image"]);
        VBuffer<float> image = default;

        Read(1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(3200);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(allocated < 50 * 3200, $"{allocated / 3200.0} bytes a row");

        void Read(int rows)
        {
            for (int row = 0; row < rows; row++)
            {
                Assert.True(cursor.MoveNext());
                getter(ref image);
            }
        }
    }

    [Fact]
    public void MoveNext_after_the_transformer_is_disposed_throws()
    {
        var source = new SourceView(90, SourceColumn.Latent);
        BatchedOnnxTransformer decoder = Decoder(source);
        using DataViewRowCursor cursor = CursorOver(decoder.Transform(source));
        Assert.True(cursor.MoveNext());

        decoder.Dispose();
        decoder.Dispose();

        Assert.Throws<ObjectDisposedException>(() => cursor.MoveNext());
    }

    [Fact]
    public void GetRowCursor_without_our_column_neither_reads_ahead_nor_asks_for_latents()
    {
        var number = new SourceColumn<int>("Number", NumberDataViewType.Int32, row => (int)row);
        var source = new SourceView(90, SourceColumn.Latent, number);
        BatchedOnnxTransformer decoder = Decoder(source);
        IDataView images = decoder.Transform(source);
        decoder.Dispose();

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

    [Fact]
    public void GetRowCursor_asks_the_source_for_what_is_needed_and_forwards_the_random_generator()
    {
        var unused = new SourceColumn<int>("Unused", NumberDataViewType.Int32, row => (int)row);
        var source = new SourceView(3, unused, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = Decoder(source);
        IDataView images = decoder.Transform(source);
        var random = new Random(1);

        images.GetRowCursor([images.Schema["Image"]], random).Dispose();

        Assert.Same(random, source.LastRandom);
        Assert.Equal(["Latent"], source.LastColumns);
        Assert.True(images.CanShuffle);
        Assert.Equal(3, images.GetRowCount());
    }

    [Fact]
    public void GetGetter_inactive_column_and_wrong_type_are_refused()
    {
        var source = new SourceView(3, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = Decoder(source);
        using DataViewRowCursor cursor = CursorOver(decoder.Transform(source));

        InvalidOperationException inactive = Assert.Throws<InvalidOperationException>(
            () => cursor.GetGetter<VBuffer<float>>(cursor.Schema["Latent"]));
        InvalidOperationException wrong = Assert.Throws<InvalidOperationException>(
            () => cursor.GetGetter<float>(cursor.Schema["Image"]));

        Assert.False(cursor.IsColumnActive(cursor.Schema["Latent"]));
        Assert.StartsWith("column \"Latent\": not active; expected one of the columns that the cursor was made for.", inactive.Message, StringComparison.Ordinal);
        Assert.StartsWith("column \"Image\": asked for as System.Single; expected ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetRowCursorSet_that_fails_leaves_no_cursor_of_the_source_open()
    {
        var source = new SourceView(48, SourceColumn.Latent);
        BatchedOnnxTransformer decoder = Decoder(source);
        IDataView images = decoder.Transform(source);
        decoder.Dispose();

        Assert.Throws<ObjectDisposedException>(() => images.GetRowCursorSet([images.Schema["Image"]], 3));

        Assert.Equal(0, source.CursorsOpen);
    }

    [Fact]
    public void GetRowCursorSet_wraps_each_cursor_of_the_source_and_keeps_its_batches()
    {
        var source = new SourceView(48, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = Decoder(source);
        IDataView images = decoder.Transform(source);
        float[] expected = TestModels.Decoded(TestModels.Latents(48));

        DataViewRowCursor[] cursors = images.GetRowCursorSet([images.Schema["Image"]], 3);

        var seen = new List<ulong>();
        Assert.Equal(3, cursors.Length);
        for (int part = 0; part < 3; part++)
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
                Assert.Equal((long)id.Low / 5, cursor.Batch);
                Assert.Equal(part, cursor.Batch % 3);
                seen.Add(id.Low);
            }
        }

        Assert.Equal(Enumerable.Range(0, 48).Select(i => (ulong)i), seen.Order());
        Assert.Equal(0, source.CursorsOpen);
    }

    private BatchedOnnxTransformer Decoder(IDataView source) => _context.Transforms.DecodeLatents(TestModels.Decoder).Fit(source);

    private static DataViewRowCursor CursorOver(IDataView images) => images.GetRowCursor([images.Schema["Image"]]);
}

using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms.Contract;

/// <summary>What a cursor tells of the row that it stands on, whatever has been read ahead of it.</summary>
public sealed class CursorRowsTests
{
    private const int Rows = 50;

    private static readonly float[] Expected = TestModels.Decoded(TestModels.Latents(Rows));

    private readonly MLContext _context = new(seed: 1);
    private readonly SourceView _source = new(Rows, SourceColumn.Latent, new SourceColumn<int>("Number", NumberDataViewType.Int32, row => (int)row));

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Position_batch_and_id_are_those_of_the_row_served(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        using DataViewRowCursor cursor = CursorOver(decoder);
        ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();

        Assert.Equal(-1, cursor.Position);
        for (int row = 0; row < Rows; row++)
        {
            Assert.True(cursor.MoveNext());
            DataViewRowId id = default;
            idGetter(ref id);
            Assert.Equal((row, row / 5, (ulong)row, (ulong)row + 1000), (cursor.Position, cursor.Batch, id.Low, id.High));
        }

        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Getters_taken_before_MoveNext_several_for_a_column_each_called_twice_agree(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        using DataViewRowCursor cursor = CursorOver(decoder);
        DataViewSchema.Column column = cursor.Schema["Image"];
        ValueGetter<VBuffer<float>>[] getters = [cursor.GetGetter<VBuffer<float>>(column), cursor.GetGetter<VBuffer<float>>(column)];

        for (int row = 0; cursor.MoveNext(); row++)
        {
            foreach (ValueGetter<VBuffer<float>> getter in getters.Concat(getters))
            {
                VBuffer<float> image = default;
                getter(ref image);
                TestModels.AssertClose(Expected.AsSpan(row * 16, 16), image.GetValues());
            }
        }
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void A_getter_taken_on_a_row_serves_that_row_and_those_after(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        using DataViewRowCursor cursor = CursorOver(decoder);

        for (int row = 0; row < 10; row++)
        {
            Assert.True(cursor.MoveNext());
        }

        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Image"]);
        VBuffer<float> image = default;
        for (int row = 9; row < Rows; row++)
        {
            getter(ref image);
            TestModels.AssertClose(Expected.AsSpan(row * 16, 16), image.GetValues());
            Assert.Equal(row < Rows - 1, cursor.MoveNext());
        }
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Values_stay_when_the_cursor_moves_on(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        using DataViewRowCursor cursor = CursorOver(decoder);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Image"]);
        var images = new VBuffer<float>[Rows];

        for (int row = 0; cursor.MoveNext(); row++)
        {
            getter(ref images[row]);
        }

        TestModels.AssertClose(Expected, [.. images.SelectMany(image => image.DenseValues())]);
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Rows_that_are_not_read_do_not_shift_those_that_are(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        using DataViewRowCursor cursor = CursorOver(decoder);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Image"]);
        VBuffer<float> image = default;
        int rows = 0;

        for (; cursor.MoveNext(); rows++)
        {
            if (rows % 11 == 7)
            {
                getter(ref image);
                TestModels.AssertClose(Expected.AsSpan(rows * 16, 16), image.GetValues());
            }
        }

        Assert.Equal(Rows, rows);
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void No_row_read_is_no_harm(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);

        using (DataViewRowCursor unmoved = CursorOver(decoder))
        {
            unmoved.GetGetter<VBuffer<float>>(unmoved.Schema["Image"]);
        }

        using (DataViewRowCursor cursor = CursorOver(decoder))
        {
            int rows = 0;
            while (cursor.MoveNext())
            {
                rows++;
            }

            Assert.Equal(Rows, rows);
        }

        Assert.Equal(0, _source.CursorsOpen);
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Getters_off_a_row_throw(int workers, int batchSize)
    {
        var source = new SourceView(1, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, workers, batchSize);
        using DataViewRowCursor cursor = CursorOver(decoder, source);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Image"]);
        ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
        VBuffer<float> image = default;
        DataViewRowId id = default;

        Assert.Throws<InvalidOperationException>(() => getter(ref image));
        Assert.Throws<InvalidOperationException>(() => idGetter(ref id));
        Assert.True(cursor.MoveNext());
        getter(ref image);
        idGetter(ref id);
        Assert.False(cursor.MoveNext());
        Assert.Throws<InvalidOperationException>(() => getter(ref image));
        Assert.Throws<InvalidOperationException>(() => idGetter(ref id));
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void A_cursor_moved_read_and_disposed_on_another_thread_gives_the_same(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        DataViewRowCursor cursor = CursorOver(decoder);
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

        TestModels.AssertClose(Expected, [.. pixels]);
        Assert.Equal(0, _source.CursorsOpen);
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void A_cursor_handed_from_thread_to_thread_gives_the_same(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        using DataViewRowCursor cursor = CursorOver(decoder);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Image"]);
        var pixels = new List<float>();

        for (int row = 0; row < Rows; row++)
        {
            var thread = new Thread(() =>
            {
                VBuffer<float> image = default;
                cursor.MoveNext();
                getter(ref image);
                pixels.AddRange(image.GetValues());
            });
            thread.Start();
            thread.Join();
        }

        TestModels.AssertClose(Expected, [.. pixels]);
    }

    [Fact]
    public void Inactive_columns_and_wrong_types_are_refused()
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, 1, 32);
        using DataViewRowCursor cursor = CursorOver(decoder);

        InvalidOperationException inactive = Assert.Throws<InvalidOperationException>(
            () => cursor.GetGetter<VBuffer<float>>(cursor.Schema["Latent"]));
        InvalidOperationException wrong = Assert.Throws<InvalidOperationException>(
            () => cursor.GetGetter<float>(cursor.Schema["Image"]));

        Assert.False(cursor.IsColumnActive(cursor.Schema["Latent"]));
        Assert.StartsWith("column \"Latent\": not active; expected one of the columns that the cursor was made for.", inactive.Message, StringComparison.Ordinal);
        Assert.StartsWith("column \"Image\": asked for as System.Single; expected ", wrong.Message, StringComparison.Ordinal);
    }

    private DataViewRowCursor CursorOver(BatchedOnnxTransformer decoder) => CursorOver(decoder, _source);

    private static DataViewRowCursor CursorOver(BatchedOnnxTransformer decoder, SourceView source)
    {
        IDataView images = decoder.Transform(source);
        return images.GetRowCursor([images.Schema["Image"]]);
    }
}

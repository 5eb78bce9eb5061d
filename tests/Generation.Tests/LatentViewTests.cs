using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Data.Latents;

namespace VaePipeline.Generation.Tests;

public sealed class LatentViewTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Schema_is_the_latents_and_the_further_columns()
    {
        File.WriteAllText(_path, "name,z0,z1,z2\n");
        using LatentView view = new(new LatentInput { Path = _path, LatentSize = 3 });

        Assert.Equal(["Latent", "Extra"], view.Schema.Select(column => column.Name));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), view.Schema[0].Type);
        Assert.Equal(["name"], view.ExtraColumns);
        Assert.False(view.CanShuffle);
        Assert.Null(view.GetRowCount());
    }

    [Fact]
    public void GetRowCursor_counts_positions_and_ids_from_0()
    {
        using LatentView view = View("z0,z1\n1,2\n3,4\n");
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<VBuffer<float>> latent = cursor.GetGetter<VBuffer<float>>(view.Schema[0]);
        ValueGetter<DataViewRowId> id = cursor.GetIdGetter();
        List<(long Position, long Batch, DataViewRowId Id, float[] Latent)> rows = [];
        Assert.Equal(-1, cursor.Position);

        while (cursor.MoveNext())
        {
            VBuffer<float> value = default;
            DataViewRowId rowId = default;
            latent(ref value);
            id(ref rowId);
            rows.Add((cursor.Position, cursor.Batch, rowId, value.DenseValues().ToArray()));
        }

        Assert.Equal(2, rows.Count);
        Assert.Equal((0L, 0L, new DataViewRowId(0, 0)), (rows[0].Position, rows[0].Batch, rows[0].Id));
        Assert.Equal((1L, 0L, new DataViewRowId(1, 0)), (rows[1].Position, rows[1].Batch, rows[1].Id));
        Assert.Equal([1f, 2f], rows[0].Latent);
        Assert.Equal([3f, 4f], rows[1].Latent);
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Getter_fills_the_same_buffer_for_every_row()
    {
        using LatentView view = View("1,2\n3,4\n");
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<VBuffer<float>> latent = cursor.GetGetter<VBuffer<float>>(view.Schema[0]);
        VBuffer<float> buffer = default;
        cursor.MoveNext();
        latent(ref buffer);
        ReadOnlySpan<float> first = buffer.GetValues();
        cursor.MoveNext();

        latent(ref buffer);

        Assert.True(first == buffer.GetValues());
        Assert.Equal([3f, 4f], first.ToArray());
    }

    [Fact]
    public void GetRowCursor_each_has_a_reader_of_its_own()
    {
        using LatentView view = View("1,2\n3,4\n");
        using DataViewRowCursor one = view.GetRowCursor(view.Schema);
        one.MoveNext();
        one.MoveNext();

        using DataViewRowCursor other = view.GetRowCursor(view.Schema);
        other.MoveNext();

        Assert.Equal((1L, 0L), (one.Position, other.Position));
    }

    [Fact]
    public void GetRowCursorSet_is_one_cursor_of_the_views_schema()
    {
        using LatentView view = View("1,2\n");

        DataViewRowCursor cursor = Assert.Single(view.GetRowCursorSet(view.Schema, 4));

        Assert.Same(view.Schema, cursor.Schema);
        cursor.Dispose();
    }

    [Fact]
    public void MoveNext_bad_line_throws_with_path_and_line_and_then_ends()
    {
        using LatentView view = View("1,2\n3,x\n5,6\n");
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        Assert.True(cursor.MoveNext());

        BadRowException error = Assert.Throws<BadRowException>(() => cursor.MoveNext());

        Assert.StartsWith($"{_path}:2: column 2 is \"x\"", error.Message, StringComparison.Ordinal);
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void MoveNext_without_needed_columns_still_checks_every_line()
    {
        using LatentView view = View("1,2\n3\n");
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        cursor.MoveNext();

        Assert.False(cursor.IsColumnActive(view.Schema[0]));
        Assert.Throws<ArgumentException>(() => cursor.GetGetter<VBuffer<float>>(view.Schema[0]));
        Assert.Throws<BadRowException>(() => cursor.MoveNext());
    }

    [Fact]
    public void Getter_before_the_first_row_and_of_another_type_is_refused()
    {
        using LatentView view = View("1,2\n");
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<VBuffer<float>> latent = cursor.GetGetter<VBuffer<float>>(view.Schema[0]);

        Assert.Throws<InvalidOperationException>(() =>
        {
            VBuffer<float> value = default;
            latent(ref value);
        });
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<VBuffer<double>>(view.Schema[0]));
    }

    // Every line has 4 bytes, and the header of the rejects 17; line 2 is skipped.
    [Fact]
    public void Checkpoints_tell_for_each_row_its_line_the_byte_after_it_and_the_rejects()
    {
        File.WriteAllText(_path, "1,2\n3,x\n5,6\n");
        string rejectsPath = Path.GetTempFileName();
        using RejectsFile rejects = new(rejectsPath, from: null);
        using LatentView view = new(new LatentInput { Path = _path, LatentSize = 2 }, rejects) { Checkpoints = new() };
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);

        while (cursor.MoveNext())
        {
        }

        Assert.Equal([new RowCheckpoint(new InputPosition(1, 4), 0, 17), new RowCheckpoint(new InputPosition(3, 12), 1, rejects.Bytes)], view.Checkpoints);
        File.Delete(rejectsPath);
    }

    [Fact]
    public void A_missing_file_is_told()
    {
        Assert.Throws<FileNotFoundException>(() => new LatentView(new LatentInput { Path = _path + ".missing", LatentSize = 2 }));
    }

    [Fact]
    public void Rows_go_through_ml_net_in_order()
    {
        using LatentView view = View(string.Concat(Enumerable.Range(0, 500).Select(i => FormattableString.Invariant($"{i},{-i}\n"))));
        MLContext context = new();

        IDataView copied = context.Transforms.CopyColumns("Copy", "Latent").Fit(view).Transform(view);

        float[][] rows = [.. copied.GetColumn<float[]>("Copy")];
        Assert.Equal(500, rows.Length);
        Assert.All(Enumerable.Range(0, 500), i => Assert.Equal([i, -i], rows[i]));
    }

    // Concatenate is one of ML.NET's row mappers, which read through worker threads and wrap what those throw.
    [Fact]
    public void Cause_of_an_error_behind_ml_nets_worker_threads_is_the_line()
    {
        using LatentView view = View("1,2\n3,x\n");
        IDataView joined = new MLContext().Transforms.Concatenate("Joined", "Latent", "Latent").Fit(view).Transform(view);

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => joined.GetColumn<float[]>("Joined").Count());

        Assert.StartsWith("Splitter/consolidator worker encountered exception while consuming source data", error.Message, StringComparison.Ordinal);
        BadRowException cause = Assert.IsType<BadRowException>(PipelineErrors.Cause(error));
        Assert.StartsWith($"{_path}:2: column 2 is \"x\"", cause.Message, StringComparison.Ordinal);
    }

    private LatentView View(string csv)
    {
        File.WriteAllText(_path, csv);
        return new LatentView(new LatentInput { Path = _path, LatentSize = 2 });
    }
}

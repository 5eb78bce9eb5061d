using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Compat.Tests.MicrosoftML.Objects;

public class CursorTests
{
    private readonly IDataView _view = new MLContext().Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(Point.Numbered).ToList());

    [Fact]
    public void Position_counts_rows_and_ends_at_minus_one()
    {
        using DataViewRowCursor cursor = _view.GetRowCursor([_view.Schema["Number"]]);
        var positions = new List<long> { cursor.Position };

        while (cursor.MoveNext())
            positions.Add(cursor.Position);
        positions.Add(cursor.Position);

        Assert.Equal([-1, 0, 1, 2, -1], positions);
        Assert.False(cursor.MoveNext());
        Assert.Same(_view.Schema, cursor.Schema);
    }

    [Fact]
    public void Only_asked_for_columns_are_active()
    {
        using DataViewRowCursor cursor = _view.GetRowCursor([_view.Schema["Number"]]);

        Assert.True(cursor.IsColumnActive(_view.Schema["Number"]));
        Assert.False(cursor.IsColumnActive(_view.Schema["Latent"]));
        Assert.ThrowsAny<Exception>(() => cursor.GetGetter<VBuffer<float>>(_view.Schema["Latent"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(_view.Schema["Number"]));
    }

    [Fact]
    public void Getters_may_be_taken_before_the_first_row_and_reuse_buffers()
    {
        using DataViewRowCursor cursor = _view.GetRowCursor(_view.Schema);
        ValueGetter<VBuffer<float>> latent = cursor.GetGetter<VBuffer<float>>(_view.Schema["Latent"]);
        ValueGetter<DataViewRowId> id = cursor.GetIdGetter();
        float[] own = [0, 0];
        var buffer = new VBuffer<float>(2, own);
        DataViewRowId rowId = default;

        Assert.True(cursor.MoveNext());
        Assert.True(cursor.MoveNext());
        latent(ref buffer);
        id(ref rowId);

        Assert.Equal([1f, -1f], own);
        Assert.Equal(new DataViewRowId(1, 0), rowId);
        Assert.Equal(0, cursor.Batch);
    }
}

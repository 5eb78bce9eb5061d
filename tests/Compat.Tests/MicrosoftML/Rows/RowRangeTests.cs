using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Compat.Tests.MicrosoftML.Objects;

namespace VaePipeline.Compat.Tests.MicrosoftML.Rows;

public class RowRangeTests
{
    private readonly MLContext _context = new(1);

    [Fact]
    public void Take_reads_no_row_more_than_it_gives()
    {
        int read = 0;
        IDataView view = _context.Data.TakeRows(new CountingDataView(1000, () => read++), 3);

        Assert.Equal([0, 1, 2], view.GetColumn<int>("Number"));
        Assert.Equal(3, read);
    }

    [Fact]
    public void Skip_and_take_give_the_rows_between()
    {
        IDataView rows = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(i => new { Number = i }).ToList());
        IDataView view = _context.Data.TakeRows(_context.Data.SkipRows(rows, 4), 3);

        Assert.Equal([4, 5, 6], view.GetColumn<int>("Number"));
        Assert.Equal(3, view.GetRowCount());
        Assert.Equal(1, _context.Data.SkipRows(rows, 9).GetRowCount());
        Assert.Empty(_context.Data.SkipRows(rows, 10).GetColumn<int>("Number"));
        Assert.False(view.CanShuffle);
    }

    [Fact]
    public void Skipped_rows_keep_their_ids_and_positions_start_anew()
    {
        IDataView view = _context.Data.SkipRows(new CountingDataView(5), 2);
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[0]]);
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        DataViewRowId id = default;

        Assert.True(cursor.MoveNext());
        getter(ref id);

        Assert.Equal(0, cursor.Position);
        Assert.Equal(new DataViewRowId(2, 0), id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Counts_below_one_are_refused(long count)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.TakeRows(new CountingDataView(5), count));
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.SkipRows(new CountingDataView(5), count));
    }

    [Fact]
    public void Filter_keeps_values_from_the_lower_bound_to_below_the_upper()
    {
        float[] values = [-1, 0, 0.5f, 1, 2, float.NaN];
        IDataView rows = _context.Data.LoadFromEnumerable(values.Select((value, i) => new { Value = value, Number = i }));

        Assert.Equal([0f, 0.5f], _context.Data.FilterRowsByColumn(rows, "Value", 0, 1).GetColumn<float>("Value"));
        Assert.Equal([1, 2], _context.Data.FilterRowsByColumn(rows, "Value", 0, 1).GetColumn<int>("Number"));
        Assert.Equal([0, 1, 2, 3, 4], _context.Data.FilterRowsByColumn(rows, "Value").GetColumn<int>("Number"));
        Assert.Null(_context.Data.FilterRowsByColumn(rows, "Value", 0, 1).GetRowCount());
    }

    [Fact]
    public void Filter_refuses_columns_of_other_types_and_bounds_out_of_order()
    {
        IDataView rows = _context.Data.LoadFromEnumerable(new[] { new { Value = 1f, Number = 1, Text = "a" } });

        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.FilterRowsByColumn(rows, "Number", 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.FilterRowsByColumn(rows, "Text", 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.FilterRowsByColumn(rows, "Value", 1, 1));
    }
}

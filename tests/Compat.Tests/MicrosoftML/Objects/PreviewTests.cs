using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Compat.Tests.MicrosoftML.Objects;

public class PreviewTests
{
    private readonly MLContext _context = new();

    [Fact]
    public void Preview_shows_rows_and_columns_up_to_the_limit()
    {
        IDataView view = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 200).Select(Point.Numbered));

        DataDebuggerPreview preview = view.Preview(3);

        Assert.Equal(3, preview.RowView.Length);
        Assert.Equal(KeyValuePair.Create<string, object>("Number", 2), preview.RowView[2].Values[0]);
        Assert.Equal([0, 1, 2], preview.ColumnView[0].Values);
        Assert.Equal("Number: Int32", preview.ColumnView[0].ToString());
        Assert.Equal("7 columns, 3 rows", preview.ToString());
        Assert.Equal(100, view.Preview().RowView.Length);
    }

    [Fact]
    public void Preview_calls_each_getter_twice_a_row()
    {
        int calls = 0;
        IDataView view = new CountingDataView(2, () => calls++);

        view.Preview();

        Assert.Equal(4, calls);
    }
}

using System.Text;
using VaePipeline.Data.Formats;

namespace VaePipeline.Data.Tests.Formats;

public sealed class CsvRowsTests : IDisposable
{
    private readonly MemoryStream _stream = new();

    public void Dispose() => _stream.Dispose();

    [Fact]
    public void Row_is_its_cells_with_commas_and_a_line_feed()
    {
        CsvRows rows = new(_stream);
        rows.Add(-9_223_372_036_854_775_808);
        rows.Add([0.1f, -1.17549435E-38f, float.NaN]);
        rows.Add("\u00E9,\"a, b\"");
        rows.EndRow();
        rows.Add("");
        rows.EndRow();
        long waiting = rows.Bytes;
        Assert.Equal((0, 0), (rows.Flushed, _stream.Length));

        rows.Flush();

        Assert.Equal("-9223372036854775808,0.1,-1.1754944E-38,NaN,\u00E9,\"a, b\"\n\n", Text);
        Assert.Equal((waiting, waiting), (rows.Flushed, _stream.Length));
    }

    // The buffer holds 65,536 bytes: cells that just fit, just do not, and that are longer than all of it.
    [Theory]
    [InlineData(65_510)]
    [InlineData(65_534)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(200_000)]
    public void Cell_of_any_length_is_written_whole(int length)
    {
        string text = string.Concat(Enumerable.Repeat("ab\u00E9\uD83D\uDE00", length / 8)) + new string('x', length % 8);
        CsvRows rows = new(_stream);
        rows.Add(1);
        rows.Add(text);
        rows.Add([2f]);
        rows.EndRow();
        rows.Flush();

        Assert.Equal($"1,{text},2\n", Text);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_rows()
    {
        CsvRows rows = new(Stream.Null);
        float[] numbers = [1, 2, 3];
        Add();
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 10_000; i++)
        {
            Add();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Add()
        {
            rows.Add(numbers);
            rows.Add("label");
            rows.EndRow();
        }
    }

    private string Text => Encoding.UTF8.GetString(_stream.ToArray());
}

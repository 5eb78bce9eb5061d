using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using VaePipeline.Contracts.Formats;

namespace VaePipeline.Contracts.Tests.Formats;

public sealed class LatentCsvReaderTests
{
    private const string FixCommas = "expected commas between the columns and points in the numbers. Save it with commas.";
    private const string FixCell = "expected a finite number (float32). Correct the value, or remove the line.";
    private const string FixCount = "expected 2. Write one number for each latent dimension of the model.";

    [Theory]
    [InlineData("1,2\n3,4\n")]
    [InlineData("1,2\n3,4")]
    [InlineData("1,2\r\n3,4\r\n")]
    [InlineData("\uFEFF1,2\r\n3,4")]
    [InlineData("z1,z2\n1,2\n3,4\n")]
    [InlineData("\uFEFF\"mean 1\",_b\n1,2\n3,4\n")]
    [InlineData(" 1 ,\t2\n+3.0e0,400E-2\n")]
    [InlineData("1,2\n3,4\n\n")]
    [InlineData("1,2\n3,4\r\n\r\n \n")]
    public void Rows_are_read(string text)
    {
        Assert.Equal([1f, 2, 3, 4], ReadAll(text, 2));
    }

    [Fact]
    public void Rows_of_one_column_are_read() => Assert.Equal([0.5f, -1], ReadAll("z\n.5\n-1.\n", 1));

    [Fact]
    public void Numbers_are_rounded_to_the_nearest_float32()
    {
        // 2^24 + 1 lies between two float32 and goes to the even one; the last is the largest float32 and a bit.
        Assert.Equal([16777216f, 0.1f, float.Epsilon, float.MaxValue], ReadAll("16777217\n0.1\n1e-45\n3.4028235e38\n", 1));
    }

    [Theory]
    [InlineData("", "x.csv:1: the file has no rows; expected at least a row of 2 numbers. Write one line for each latent point.")]
    [InlineData("\uFEFF", "x.csv:1: the file has no rows; expected at least a row of 2 numbers. Write one line for each latent point.")]
    [InlineData("a,b\n", "x.csv:1: the file has no rows; expected at least a row of 2 numbers. Write one line for each latent point.")]
    [InlineData("\n\n", "x.csv:2: the file has no rows; expected at least a row of 2 numbers. Write one line for each latent point.")]
    [InlineData("1,2\n\n3,4\n", "x.csv:2: the line is empty; expected a row of 2 numbers. Remove the line.")]
    [InlineData("1,2\n \t\r\n\n3,4\n", "x.csv:2: the line is empty; expected a row of 2 numbers. Remove the line.")]
    [InlineData("\n1,2\n", "x.csv:1: the line is empty; expected a row of 2 numbers. Remove the line.")]
    [InlineData("1,2\n3\n", "x.csv:2: 1 column; " + FixCount)]
    [InlineData("1,2\n3,4,5\n", "x.csv:2: 3 columns; " + FixCount)]
    [InlineData("1,2\n3,4,\n", "x.csv:2: 3 columns; " + FixCount)]
    [InlineData("a,b,c\n1,2\n", "x.csv:1: 3 columns; " + FixCount)]
    [InlineData("a\n1,2\n", "x.csv:1: 1 column; " + FixCount)]
    [InlineData("1,2\nx,4\n", "x.csv:2: column 1 is \"x\"; " + FixCell)]
    [InlineData("1,2\na,b\n", "x.csv:2: column 1 is \"a\"; " + FixCell)]
    [InlineData("1,b\n", "x.csv:1: column 2 is \"b\"; " + FixCell)]
    [InlineData("1,2\n3,NaN\n", "x.csv:2: column 2 is \"NaN\"; " + FixCell)]
    [InlineData("nan,nan\n1,2\n", "x.csv:1: column 1 is \"nan\"; " + FixCell)]
    [InlineData("inf,z\n1,2\n", "x.csv:1: column 1 is \"inf\"; " + FixCell)]
    [InlineData("1,2\n-Infinity,0\n", "x.csv:2: column 1 is \"-Infinity\"; " + FixCell)]
    [InlineData("1,2\n0,1e39\n", "x.csv:2: column 2 is \"1e39\"; " + FixCell)]
    [InlineData("1,2\n,4\n", "x.csv:2: column 1 is empty; " + FixCell)]
    [InlineData("1,2\n3, \n", "x.csv:2: column 2 is empty; " + FixCell)]
    [InlineData("1,2\n\"3\",4\n", "x.csv:2: column 1 is \"\"3\"\"; " + FixCell)]
    [InlineData("\"1\",\"2\"\n", "x.csv:1: column 1 is \"\"1\"\"; " + FixCell)]
    [InlineData("1,2\n3\0,4\n", "x.csv:2: column 1 is \"3\\x00\"; " + FixCell)]
    [InlineData("1,2\r3,4\r", "x.csv:1: 3 columns; " + FixCount)]
    [InlineData("1;2\n", "x.csv:1: the file uses \";\" between the columns; " + FixCommas)]
    [InlineData("a;b\n1;2\n", "x.csv:1: the file uses \";\" between the columns; " + FixCommas)]
    [InlineData("0,5;0,7\n", "x.csv:1: the file uses \";\" between the columns; " + FixCommas)]
    [InlineData("1\t2\n", "x.csv:1: the file uses blanks or tabs between the columns; " + FixCommas)]
    [InlineData("1 2\n", "x.csv:1: the file uses blanks or tabs between the columns; " + FixCommas)]
    [InlineData("1,2\n0123456789012345678901234567890123456789x,4\n", "x.csv:2: column 1 is \"0123456789012345678901234567890123456789…\"; " + FixCell)]
    public void Bad_text_is_refused_with_its_line(string text, string message)
    {
        Assert.Equal(message, Damage.MessageOf(() => ReadAll(text, 2)));
    }

    [Fact]
    public void Semicolons_are_named_with_one_column_too()
    {
        Assert.Equal("x.csv:1: the file uses \";\" between the columns; " + FixCommas, Damage.MessageOf(() => ReadAll("a;b\n1\n", 1)));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Utf16_is_refused(string encoding)
    {
        Encoding utf16 = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. utf16.GetPreamble(), .. utf16.GetBytes("1,2\n")];

        Assert.Equal("x.csv:1: the file is UTF-16; expected UTF-8. Save it as UTF-8.", Damage.MessageOf(() => ReadAll(bytes, 2)));
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_memory()
    {
        byte[] bytes = new byte[10_000_000];
        Array.Fill(bytes, (byte)'1');

        Assert.Equal(
            "x.csv:1: the line has more than 65664 bytes; expected a row of 2 numbers. Pass a CSV file of latents.",
            Damage.MessageOf(() => ReadAll(bytes, 2)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(65536)]
    public void Rows_and_line_numbers_are_right_across_buffers(int pieceSize)
    {
        StringBuilder text = new("z1,z2\n");
        for (int i = 0; i < 30_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i},{-i}\r\n");
        }

        using LatentCsvReader reader = new(new PiecewiseStream(Encoding.UTF8.GetBytes(text.ToString()), pieceSize), "x.csv", 2);
        float[] row = new float[2];
        for (int i = 0; i < 30_000; i++)
        {
            Assert.True(reader.TryReadRow(row));
            Assert.Equal([i, -i], row);
            Assert.Equal(i + 2, reader.LineNumber);
            Assert.Equal(i + 1, reader.RowCount);
        }

        Assert.False(reader.TryReadRow(row));
        Assert.False(reader.TryReadRow(row));
    }

    [Fact]
    public void Every_finite_float32_is_read_as_it_was_printed()
    {
        Gen<float[]> rows = Gen.ArrayOf(Gen.Choose(int.MinValue, int.MaxValue).Select(BitConverter.Int32BitsToSingle).Where(float.IsFinite), 12);
        Prop.ForAll(Arb.From(rows), values =>
        {
            string text = string.Join("\n", values.Chunk(3).Select(row => string.Join(',', row.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))));
            Assert.Equal(values, ReadAll(text, 3));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_wide_row_of_4096_columns_is_read()
    {
        float[] expected = [.. Enumerable.Range(0, 4096).Select(i => i * 1e-30f)];
        string line = string.Join(',', expected.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

        Assert.Equal(expected, ReadAll(line, 4096));
    }

    [Fact]
    public void Reading_allocates_nothing_per_row()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0.125,-3.5\n", 100_000)));
        using LatentCsvReader reader = new(new MemoryStream(bytes), "x.csv", 2);
        float[] row = new float[2];
        Assert.True(reader.TryReadRow(row));

        long before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.TryReadRow(row))
        {
        }

        Assert.Equal(100_000, reader.RowCount);

        // The runtime itself allocates a few kB while it compiles the loop; a string a row would be 3 MB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => new LatentCsvReader("/none/x.csv", 2));

        Assert.Equal("/none/x.csv: the file does not exist; expected a CSV file of latents. Check the path.", error.Message);
    }

    [Fact]
    public void A_folder_is_named()
    {
        using TemporaryFolder folder = new();

        Assert.Equal(
            $"{folder.FolderPath}: is a folder; expected a CSV file of latents. Name a file in it.",
            Damage.MessageOf(() => new LatentCsvReader(folder.FolderPath, 2).Dispose()));
    }

    [Fact]
    public void A_span_of_another_length_is_refused()
    {
        using LatentCsvReader reader = new(new MemoryStream([]), "x.csv", 2);

        ArgumentException error = Assert.Throws<ArgumentException>(() => reader.TryReadRow(new float[3]));

        Assert.StartsWith("the span has 3 places; expected 2.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flipped_bits_give_rows_or_an_error()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("\uFEFFz1,z2\r\n0.5,-1e-3\n\n");

        int refused = Damage.SurvivesFlippedBits(bytes, damaged => ReadAll(damaged, 2));

        Assert.InRange(refused, 1, (8 * bytes.Length) - 1);
    }

    private static float[] ReadAll(string text, int latentSize) => ReadAll(Encoding.UTF8.GetBytes(text), latentSize);

    private static float[] ReadAll(byte[] bytes, int latentSize)
    {
        using LatentCsvReader reader = new(new MemoryStream(bytes), "x.csv", latentSize);
        List<float> values = [];
        float[] row = new float[latentSize];
        while (reader.TryReadRow(row))
        {
            values.AddRange(row);
        }

        return [.. values];
    }
}

using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using VaePipeline.Contracts.Errors;
using VaePipeline.Data.Latents;

namespace VaePipeline.Data.Tests.Latents;

public sealed class LatentReaderTests : IDisposable
{
    private const string FixCommas = "expected commas between the columns and points in the numbers. Save it with commas.";
    private const string FixCell = "expected a finite number (float32). Correct the value, or remove the line.";
    private const string FixCount = "expected 2. Write one number for each latent dimension of the model.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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
        Assert.Equal(message, MessageOf(() => ReadAll(text, 2)));
    }

    [Fact]
    public void Semicolons_are_named_with_one_column_too()
    {
        Assert.Equal("x.csv:1: the file uses \";\" between the columns; " + FixCommas, MessageOf(() => ReadAll("a;b\n1\n", 1)));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Utf16_is_refused(string encoding)
    {
        Encoding utf16 = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. utf16.GetPreamble(), .. utf16.GetBytes("1,2\n")];

        Assert.Equal("x.csv:1: the file is UTF-16; expected UTF-8. Save it as UTF-8.", MessageOf(() => ReadAll(bytes, 2)));
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_memory()
    {
        byte[] bytes = new byte[10_000_000];
        Array.Fill(bytes, (byte)'1');

        Assert.Equal(
            "x.csv:1: the line has more than 65664 bytes; expected a row of 2 numbers. Pass a CSV file of latents.",
            MessageOf(() => ReadAll(bytes, 2)));
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

        using LatentReader reader = OfStandardInput(new PiecewiseStream(Encoding.UTF8.GetBytes(text.ToString()), pieceSize));
        float[] row = new float[2];
        for (int i = 0; i < 30_000; i++)
        {
            Assert.True(reader.TryReadRow(row));
            Assert.Equal([i, -i], row);
            Assert.Equal(i + 2, reader.Position.Line);
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
        using LatentReader reader = OfStandardInput(new MemoryStream(bytes));
        float[] row = new float[2];
        Assert.True(reader.TryReadRow(row));

        long before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.TryReadRow(row))
        {
        }

        Assert.Equal(100_000, reader.Position.Line);

        // The runtime itself allocates a few kB while it compiles the loop; a string a row would be 3 MB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => LatentReader.Open(new LatentInput { Path = "/none/x.csv", LatentSize = 2 }));

        Assert.Equal("/none/x.csv: the file does not exist; expected a CSV, TSV or NPY file of latents. Check the path.", error.Message);
    }

    [Fact]
    public void A_folder_is_named()
    {
        using TemporaryFolder folder = new();

        Assert.Equal(
            $"{folder.FolderPath}: is a folder; expected a CSV, TSV or NPY file of latents. Name a file in it.",
            Damage.MessageOf(() => LatentReader.Open(new LatentInput { Path = folder.FolderPath, LatentSize = 2 }).Dispose()));
    }

    [Fact]
    public void A_span_of_another_length_is_refused()
    {
        using LatentReader reader = OfStandardInput(new MemoryStream([]));

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

    [Theory]
    [InlineData("z1,z0\n2,1\n4,3\n", "")]
    [InlineData("name,z_0,Z[1]\nfour,1,2\n\"a,b\",3,4\n", "four;\"a,b\"")]
    [InlineData("mean1,logvar0,mean0,logvar1\n2,0,1,9\n4,,3,x\n", "0,9;,x")]
    [InlineData("latent0,latent1,z0\n1,2,7\n3,4,8\n", "7;8")]
    public void Columns_are_found_by_name_and_others_are_kept(string text, string extra)
    {
        using LatentReader reader = LatentReader.Open(Input(text));
        float[] row = new float[2];
        List<float> values = [];
        List<string> kept = [];
        while (reader.TryReadRow(row))
        {
            values.AddRange(row);
            kept.Add(Encoding.UTF8.GetString(reader.Extra));
        }

        Assert.Equal([1, 2, 3, 4], values);
        Assert.Equal(extra, string.Join(';', kept).Trim(';'));
    }

    [Fact]
    public void Columns_that_are_named_are_taken_in_that_order()
    {
        using LatentReader reader = LatentReader.Open(Input("a,b,c\n1,2,3\n") with { Columns = ["c", "a"] });
        float[] row = new float[2];

        Assert.True(reader.TryReadRow(row));

        Assert.Equal([3, 1], row);
        Assert.Equal(["b"], reader.ExtraColumns);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "a,d", "the header has no column \"d\"; expected one among a, b. Correct the names.")]
    [InlineData("a,a\n1,2\n", "a,a", "the header has several columns \"a\"; expected one among a, a. Correct the names.")]
    [InlineData("a,b\n1,2\n", "a", "1 names in --latent-columns; expected 2, the model's latent size. Correct the names.")]
    [InlineData("1,2\n", "a,b", "the file has no header; expected one with the columns a, b. Write a first line of names, or leave --latent-columns out.")]
    public void Names_that_are_not_there_are_refused(string text, string columns, string message)
    {
        Assert.Equal("x.csv:1: " + message, MessageOf(() => LatentReader.Open(Input(text) with { Columns = columns.Split(',') })));
    }

    [Fact]
    public void Tabs_separate_the_columns_of_tsv()
    {
        File.WriteAllText(_folder["x.tsv"], "z0\tnote\tz1\n1\ta,b\t2\n3\tsaid \"x\"\t4\n");
        using LatentReader reader = LatentReader.Open(new LatentInput { Path = _folder["x.tsv"], LatentSize = 2 });
        float[] row = new float[2];

        Assert.True(reader.TryReadRow(row));
        Assert.Equal("\"a,b\"", Encoding.UTF8.GetString(reader.Extra));
        Assert.True(reader.TryReadRow(row));
        Assert.Equal([3, 4], row);
        Assert.Equal("\"said \"\"x\"\"\"", Encoding.UTF8.GetString(reader.Extra));
    }

    [Fact]
    public void Bad_rows_are_told_one_by_one_and_reading_goes_on_behind_each()
    {
        using LatentReader reader = LatentReader.Open(Input("z0,z1\n1,2\nx,2\n\n\n3,4\n5\n6,7\n\n"));
        float[] row = new float[2];
        List<string> seen = [];
        while (true)
        {
            try
            {
                if (!reader.TryReadRow(row))
                {
                    break;
                }

                seen.Add($"{reader.Position.Line}: {row[0]},{row[1]}");
            }
            catch (BadRowException bad)
            {
                seen.Add($"{bad.Line} is bad: {bad.Reason} [{bad.Text}]");
            }
        }

        Assert.Equal(
            [
                "2: 1,2", "3 is bad: column 1 is \"x\"; expected a finite number (float32) [x,2]",
                "4 is bad: the line is empty; expected a row of 2 numbers []", "5 is bad: the line is empty; expected a row of 2 numbers []",
                "6: 3,4", "7 is bad: 1 column; expected 2 [5]", "8: 6,7",
            ],
            seen);
        Assert.Equal(9, reader.Position.Line);
    }

    /// <summary>Every shard of files of many kinds, and every row of them as a place to go on: no row twice, none lost.</summary>
    [Fact]
    public void Shards_and_places_cut_a_file_between_its_rows()
    {
        var random = new Random(3);
        for (int file = 0; file < 60; file++)
        {
            int rows = random.Next(1, 30);
            string end = random.Next(2) == 0 ? "\n" : "\r\n";
            string text = (random.Next(3) == 0 ? "\uFEFF" : "") + (random.Next(2) == 0 ? "z1,z0" + end : "")
                + string.Concat(Enumerable.Range(0, rows).Select(i => FormattableString.Invariant($"{i},{random.Next(1 << random.Next(1, 20))}{end}")));
            text = random.Next(2) == 0 ? text.TrimEnd('\r', '\n') : text + (random.Next(2) == 0 ? end : "");
            LatentInput input = Input(text);
            List<(float[] Row, InputPosition Behind)> whole = Rows(input, out _);
            Assert.Equal(rows, whole.Count);

            foreach (int count in new[] { 1, 2, 3, 7, 40 })
            {
                List<float[]> parts = [];
                long lines = 0;
                for (int index = 0; index < count; index++)
                {
                    var part = Rows(input with { Shard = new Shard(index, count) }, out long partLines);
                    parts.AddRange(part.Select(row => row.Row));
                    Assert.All(part, row => Assert.Contains(whole, other => other.Behind == row.Behind with { Line = row.Behind.Line + lines }));
                    lines += partLines;
                }

                Assert.Equal(whole.Select(row => row.Row), parts);
            }

            for (int i = 0; i < rows; i++)
            {
                Assert.Equal(whole.Skip(i + 1).Select(row => row.Row), Rows(input with { Start = whole[i].Behind }, out _).Select(row => row.Row));
            }
        }
    }

    /// <summary>Line 10,001 begins in the second of three parts.</summary>
    [Fact]
    public void A_line_that_is_too_long_has_its_number_in_the_whole_file()
    {
        LatentInput input = Input(string.Concat(Enumerable.Repeat("1.25,-2\n", 10_000)) + new string('1', 70_000) + "\n" + string.Concat(Enumerable.Repeat("1.25,-2\n", 5_000)));

        string message = MessageOf(() => Rows(input with { Shard = new Shard(1, 3) }, out _));

        Assert.StartsWith("x.csv:10001: the line has more than ", message, StringComparison.Ordinal);
    }

    private static List<(float[] Row, InputPosition Behind)> Rows(LatentInput input, out long lines)
    {
        using LatentReader reader = LatentReader.Open(input);
        List<(float[], InputPosition)> rows = [];
        float[] row = new float[2];
        while (reader.TryReadRow(row))
        {
            rows.Add(([.. row], reader.Position));
        }

        lines = reader.Position.Line;
        return rows;
    }

    private static LatentReader OfStandardInput(Stream stream) => LatentReader.Open(new LatentInput { Path = LatentInput.StandardInputPath, LatentSize = 2, StandardInput = stream });

    private LatentInput Input(string text)
    {
        File.WriteAllText(_folder["x.csv"], text);
        return new LatentInput { Path = _folder["x.csv"], LatentSize = 2 };
    }

    private string MessageOf(Action read) => Assert.ThrowsAny<BadInputException>(read).Message.Replace(_folder.FolderPath + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private float[] ReadAll(string text, int latentSize) => ReadAll(Encoding.UTF8.GetBytes(text), latentSize);

    private float[] ReadAll(byte[] bytes, int latentSize)
    {
        File.WriteAllBytes(_folder["x.csv"], bytes);
        using LatentReader reader = LatentReader.Open(new LatentInput { Path = _folder["x.csv"], LatentSize = latentSize });
        List<float> values = [];
        float[] row = new float[latentSize];
        while (reader.TryReadRow(row))
        {
            values.AddRange(row);
        }

        return [.. values];
    }
}

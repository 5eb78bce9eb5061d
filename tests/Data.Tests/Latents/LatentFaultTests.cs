using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using VaePipeline.Data.Latents;

namespace VaePipeline.Data.Tests.Latents;

/// <summary>Latents that are damaged far inside, packed, cut, or not what their header says.</summary>
public sealed class LatentFaultTests : IDisposable
{
    private const string WrongCell = "expected a finite number (float32). Correct the value, or remove the line.";
    private const string DamagedGzip = "the gzip data are damaged or cut short, or other data follow them; expected whole gzip data and nothing behind them. Take the file again from its source.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x.csv")]
    [InlineData("x.csv.gz")]
    [Trait("Category", "Slow")]
    public void A_bad_number_at_line_7345112_is_named_and_can_be_skipped(string name)
    {
        const int BadLine = 7_345_112;
        const int Behind = 1_000;
        using (Stream file = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.Create(_folder[name]), CompressionLevel.Fastest) : File.Create(_folder[name]))
        {
            file.Write("z0,z1\n"u8);
            WriteRows(file, BadLine - 2);
            file.Write("0.25,1.5O\n"u8);
            WriteRows(file, Behind);
        }

        using LatentReader reader = LatentReader.Open(new LatentInput { Path = _folder[name], LatentSize = 2 });
        float[] row = new float[2];
        for (int line = 2; line < BadLine; line++)
        {
            reader.TryReadRow(row);
        }

        BadRowException error = Assert.Throws<BadRowException>(() => reader.TryReadRow(row));

        Assert.Equal($"{_folder[name]}:7345112: column 2 is \"1.5O\"; {WrongCell}", error.Message);
        Assert.Equal((7_345_112, "column 2 is \"1.5O\"; expected a finite number (float32)", "0.25,1.5O"), (error.Line, error.Reason, error.Text));
        int rows = 0;
        while (reader.TryReadRow(row))
        {
            rows++;
        }

        Assert.Equal((Behind, BadLine + Behind), (rows, reader.Position.Line));
    }

    /// <summary>Cuts within the headers, the data and the check sums: all rows that are served are the file's, half a line is none.</summary>
    [Fact]
    public void A_gzip_file_that_is_cut_anywhere_is_refused()
    {
        // Of digits alone, so that half a line, or what an unpacker makes of the wrong bytes, may pass for a row.
        string text = string.Concat(Enumerable.Range(0, 2_000).Select(i => FormattableString.Invariant($"{i % 7}.{i * 7919 % 1000:D3},{i * 104729 % 10}\n")));
        byte[] whole = [.. Pack(text[..9_000]), .. Pack(text[9_000..])];
        int first = Pack(text[..9_000]).Length;
        float[] rows = [.. Rows(_folder.Put("x.csv.gz", whole))];
        Assert.Equal(4_000, rows.Length);

        foreach (int length in Enumerable.Range(2, 40).Concat(Enumerable.Range(first - 20, 60)).Concat(Enumerable.Range(0, 40).Select(i => i * whole.Length / 40)).Concat(Enumerable.Range(whole.Length - 20, 20)).Where(length => length >= 2 && length != first))
        {
            List<float> served = [];
            string message = Damage.MessageOf(() => AddTo(served, Rows(_folder.Put("x.csv.gz", whole[..length]))));

            Assert.Equal(rows.Take(served.Count), served);
            Assert.StartsWith($"{_folder["x.csv.gz"]} @ byte ", message, StringComparison.Ordinal);
            Assert.EndsWith(": " + DamagedGzip, message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 0x1F })]
    [InlineData(new byte[] { 0x1F, 0x8B })]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3 })]
    public void Anything_behind_gzip_data_is_refused(byte[] junk)
    {
        string path = _folder.Put("x.csv.gz", [.. Pack("1,2\n3,4\n"), .. junk]);

        Assert.Equal($"{path} @ byte 8: {DamagedGzip}", Damage.MessageOf(() => Count(path)));
    }

    [SkippableFact]
    public void A_text_that_is_cut_short_while_it_is_read_ends_without_its_last_half_line()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows refuses to cut a file that is read.");
        string path = _folder.Put("x.csv", string.Concat(Enumerable.Repeat("1.25,2.5\n", 100_000)));
        using LatentReader reader = LatentReader.Open(new LatentInput { Path = path, LatentSize = 2 });
        float[] row = new float[2];
        Assert.True(reader.TryReadRow(row));
        Truncate(path, 900_000 - 2); // The last line is "1.25,2" now.

        int rows = 1;
        EndOfStreamException error = Assert.Throws<EndOfStreamException>(() =>
        {
            for (; reader.TryReadRow(row); rows++)
            {
            }
        });

        Assert.Equal(99_999, rows);
        Assert.Equal($"{path} @ byte 899998: the file ends; expected 900000 bytes, as it had when it was opened. It was cut short meanwhile: restore it.", error.Message);
    }

    [SkippableFact]
    public void An_array_that_is_cut_short_while_it_is_read_is_no_bad_input()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows refuses to cut a file that is read.");
        string path = _folder.Put("x.npy", Npy("<f4", "False", "(100000, 2)", 100_000 * 8));
        using LatentReader reader = LatentReader.Open(new LatentInput { Path = path, LatentSize = 2 });
        float[] row = new float[2];
        Assert.True(reader.TryReadRow(row));
        Truncate(path, 700_004);

        EndOfStreamException error = Assert.Throws<EndOfStreamException>(() =>
        {
            while (reader.TryReadRow(row))
            {
            }
        });

        Assert.Equal($"{path} @ byte 700004: the file ends; expected 800128 bytes, as it had when it was opened. It was cut short meanwhile: restore it.", error.Message);
    }

    [Fact]
    public void OpenEnd_tells_a_last_line_without_line_end()
    {
        Assert.Equal(0, OpenEnd("1,2\n3,4\n"));
        Assert.Equal(7, OpenEnd("1,2\n3,4"));

        static long OpenEnd(string text)
        {
            using LatentReader reader = LatentReader.Open(new LatentInput { Path = "-", LatentSize = 2, StandardInput = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            float[] row = new float[2];
            while (reader.TryReadRow(row))
            {
            }

            return reader.OpenEnd;
        }
    }

    [Theory]
    [InlineData("z0,z0,z1\n", "the header has several columns \"z0\"; expected 2 columns of latents, \"z0\" to \"z1\", for this model.")]
    [InlineData("z0,z[0],z1\n", "the header has several columns \"z0\"; expected 2 columns of latents, \"z0\" to \"z1\", for this model.")]
    [InlineData("z0,name\n", "the header has \"z0\", but no column \"z1\"; expected 2 columns of latents, \"z0\" to \"z1\", for this model.")]
    [InlineData("z0,z0\n", "the header has several columns \"z0\"; expected 2 columns of latents, \"z0\" to \"z1\", for this model.")]
    [InlineData("mean0,logvar0\n", "the header has \"mean0\", but no column \"mean1\"; expected 2 columns of latents, \"mean0\" to \"mean1\", for this model.")]
    public void A_header_with_a_latent_twice_or_missing_is_refused(string header, string message)
    {
        string path = _folder.Put("x.csv", header + "1,2,3\n");

        Assert.Equal($"{path}:1: {message} Correct the names, or pass --latent-columns.", Damage.MessageOf(() => Count(path)));
    }

    [Theory]
    [InlineData("<f4", "False", "(3, 2)", 16, "@ byte 144: the file ends; expected 152 bytes for [3, 2] of \"<f4\". The file is cut short: take it whole.")]
    [InlineData("<f4", "False", "(1, 2)", 16, "@ byte 136: more data follow; expected 136 bytes for [1, 2] of \"<f4\". The file is damaged: take it again from its source.")]
    [InlineData("<f8", "False", "(2, 2)", 16, "@ byte 144: the file ends; expected 160 bytes for [2, 2] of \"<f8\". The file is cut short: take it whole.")]
    [InlineData("<f4", "False", "(9223372036854775807, 2)", 16, ": the array is [9223372036854775807, 2]; expected at most 9223372036854775807 values. Save a smaller array.")]
    [InlineData("<f4", "False", "(99999999999999999999, 2)", 16, ": the shape is (99999999999999999999, 2); expected whole numbers from 0. The file is damaged: write it again with numpy.save.")]
    [InlineData("<f4", "False", "(-2, 2)", 16, ": the shape is (-2, 2); expected whole numbers from 0. The file is damaged: write it again with numpy.save.")]
    [InlineData("<f4", "True", "(2, 2)", 16, ": the array is in Fortran order; expected C order, row by row. Save it with numpy.save(file, numpy.ascontiguousarray(array)).")]
    [InlineData("<i4", "False", "(2, 2)", 16, ": the values are of type \"<i4\"; expected one of f4, f8. Convert them with astype before numpy.save.")]
    [InlineData("|O", "False", "(2, 2)", 16, ": the values are of type \"|O\"; expected one of f4, f8. Convert them with astype before numpy.save.")]
    [InlineData("<f4", "False", "(1, 4)", 16, ": the shape is [1, 4]; expected [N, 2]. Write one row for each latent point.")]
    [InlineData("<f4", "False", "(4,)", 16, ": the shape is [4]; expected [N, 2]. Write one row for each latent point.")]
    [InlineData("<f4", "False", "(2, 2, 1)", 16, ": the shape is [2, 2, 1]; expected [N, 2]. Write one row for each latent point.")]
    [InlineData("<f4", "False", "()", 4, ": the shape is []; expected [N, 2]. Write one row for each latent point.")]
    [InlineData("<f4", "False", "(0, 2)", 0, ": the array has no rows; expected at least a row of 2 numbers. Write one row for each latent point.")]
    public void An_array_that_is_not_what_its_header_says_is_refused_before_it_is_read(string type, string order, string shape, int bytes, string message)
    {
        string path = _folder.Put("x.npy", Npy(type, order, shape, bytes));

        string found = Damage.MessageOf(() => LatentReader.Open(new LatentInput { Path = path, LatentSize = 2 }).Dispose());

        Assert.Equal($"{path}{(message[0] == '@' ? " " : "")}{message}", found);
    }

    [Theory]
    [InlineData("(3, 2)", "144: the file ends; expected the values that its header claims. The file is cut short: take it whole.")]
    [InlineData("(1, 2)", "136: more data follow; expected 136 bytes for [1, 2] of \"<f4\". The file is damaged: take it again from its source.")]
    [InlineData("(1000000000000, 2)", "{0}: the file ends; expected 8000000000128 bytes for [1000000000000, 2] of \"<f4\". The file is cut short: take it whole.")]
    public void A_packed_array_that_is_not_what_its_header_says_is_refused(string shape, string message)
    {
        byte[] packed = Pack(Npy("<f4", "False", shape, 16));
        string path = _folder.Put("x.npy.gz", packed);

        Assert.Equal($"{path} @ byte {message.Replace("{0}", FormattableString.Invariant($"{packed.Length}"), StringComparison.Ordinal)}", Damage.MessageOf(() => Count(path)));
    }

    [Fact]
    public void Every_truncation_of_an_array_is_refused()
    {
        byte[] whole = Npy("<f4", "False", "(3, 2)", 24);

        // Cut within the first six bytes it is a text, and no number; an array is cut behind them.
        Damage.RefusesEveryTruncation(whole, file => Count(_folder.Put("x.npy", file)));
        Damage.RefusesEveryTruncation(Pack(whole), file => Count(_folder.Put("x.npy.gz", file)));
    }

    [Fact]
    public void An_array_of_the_other_byte_order_is_read()
    {
        byte[] file = Npy(">f4", "False", "(1, 2)", 8);
        BinaryPrimitives.WriteSingleBigEndian(file.AsSpan(128), 1.5f);
        BinaryPrimitives.WriteSingleBigEndian(file.AsSpan(132), -2);
        using LatentReader reader = LatentReader.Open(new LatentInput { Path = _folder.Put("x.npy", file), LatentSize = 2 });
        float[] row = new float[2];

        Assert.True(reader.TryReadRow(row));
        Assert.Equal([1.5f, -2f], row);
        Assert.False(reader.TryReadRow(row));
    }

    [Fact]
    public void A_number_that_is_not_finite_is_a_bad_row_of_an_array()
    {
        byte[] file = Npy("<f8", "False", "(3, 2)", 48);
        BinaryPrimitives.WriteDoubleLittleEndian(file.AsSpan(128 + 24), double.NaN);
        BinaryPrimitives.WriteDoubleLittleEndian(file.AsSpan(128 + 32), 1e300);
        string path = _folder.Put("x.npy", file);
        using LatentReader reader = LatentReader.Open(new LatentInput { Path = path, LatentSize = 2 });
        float[] row = new float[2];

        Assert.True(reader.TryReadRow(row));
        Assert.Equal($"{path}:2: column 2 is NaN; expected a finite number (float32). Correct the value, or remove the row.", Assert.Throws<BadRowException>(() => reader.TryReadRow(row)).Message);
        Assert.Equal($"{path}:3: column 1 is Infinity; expected a finite number (float32). Correct the value, or remove the row.", Assert.Throws<BadRowException>(() => reader.TryReadRow(row)).Message);
        Assert.False(reader.TryReadRow(row));
    }

    [Theory]
    [InlineData("8/8", "the shard is \"8/8\"; expected 0/8 to 7/8. Count from 0.")]
    [InlineData("1/1", "the shard is \"1/1\"; expected 0/1 to 0/1. Count from 0.")]
    [InlineData("0/0", "the shard is \"0/0\"; expected I/N, as 0/8 for the first of eight. Count from 0.")]
    [InlineData("-1/8", "the shard is \"-1/8\"; expected I/N, as 0/8 for the first of eight. Count from 0.")]
    [InlineData("1", "the shard is \"1\"; expected I/N, as 0/8 for the first of eight. Count from 0.")]
    [InlineData("1/2/3", "the shard is \"1/2/3\"; expected I/N, as 0/8 for the first of eight. Count from 0.")]
    [InlineData("1/ 2", "the shard is \"1/ 2\"; expected I/N, as 0/8 for the first of eight. Count from 0.")]
    [InlineData("a/b", "the shard is \"a/b\"; expected I/N, as 0/8 for the first of eight. Count from 0.")]
    [InlineData("0/99999999999", "the shard is \"0/99999999999\"; expected I/N, as 0/8 for the first of eight. Count from 0.")]
    [InlineData("", "the shard is \"\"; expected I/N, as 0/8 for the first of eight. Count from 0.")]
    public void A_shard_that_is_none_is_refused(string text, string message)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Shard.Parse(text));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_of_a_packed_file_is_refused()
    {
        string path = _folder.Put("x.csv.gz", Pack("1,2\n"));

        Assert.Equal(
            $"{path}: is gzipped; expected a plain file, of which a shard can read its part alone. Unpack it into a file first.",
            Damage.MessageOf(() => LatentReader.Open(new LatentInput { Path = path, LatentSize = 2, Shard = new Shard(0, 2) }).Dispose()));
    }

    private static void WriteRows(Stream file, int rows)
    {
        byte[] block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("0.5,-1\n", 10_000)));
        for (; rows >= 10_000; rows -= 10_000)
        {
            file.Write(block);
        }

        file.Write(block.AsSpan(0, rows * 7));
    }

    /// <summary>Cuts a file that a reader holds open, as another program would: the runtime's own lock stops only programs of its kind.</summary>
    private static void Truncate(string path, long length) => Assert.Equal(0, SetLength(path, length));

    [DllImport("libc", EntryPoint = "truncate")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLength([MarshalAs(UnmanagedType.LPUTF8Str)] string path, long length);

    private static byte[] Npy(string type, string order, string shape, int bytes)
    {
        byte[] file = new byte[128 + bytes];
        byte[] start = [0x93, .. "NUMPY"u8, 1, 0, 118, 0];
        start.CopyTo(file, 0);
        Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}".PadRight(117) + "\n").CopyTo(file, 10);
        return file;
    }

    private static byte[] Pack(string text) => Pack(Encoding.UTF8.GetBytes(text));

    private static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    // Not AddRange: what came before an error counts.
    private static void AddTo(List<float> served, IEnumerable<float> rows)
    {
        foreach (float value in rows)
        {
            served.Add(value);
        }
    }

    private static int Count(string path) => Rows(path).Count() / 2;

    private static IEnumerable<float> Rows(string path)
    {
        using LatentReader reader = LatentReader.Open(new LatentInput { Path = path, LatentSize = 2 });
        float[] row = new float[2];
        while (reader.TryReadRow(row))
        {
            yield return row[0];
            yield return row[1];
        }
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Contracts.Tests.Pictures;

public sealed class PngFileTests : IDisposable
{
    private const string TakeAgain = "The file is damaged: take it again from its source.";
    private const string TakeWhole = "The file is cut short: take it whole.";
    private const string Convert = "Convert it to 8-bit grey or RGB without interlacing.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_refuses_a_colour_header_whose_size_passes_64_bits()
    {
        byte[] file = Make(Header(2147483647, 2147483647, 8, 2, 0), Pack([0, 7, 9]));

        Assert.Equal(
            "x.png @ byte 16: the header claims 2147483647x2147483647 pixels, 13835058044544745474 bytes; expected no more than 11 bytes of packed data can hold. " + TakeAgain,
            Damage.MessageOf(() => PngFile.Read(file, "x.png")));
    }

    [Fact]
    public void Read_undoes_every_filter()
    {
        // Rows of two RGB pixels; the differences are worked by hand from the values below.
        byte[] rows =
        [
            0, 10, 20, 30, 40, 50, 60,
            1, 1, 2, 3, 5, 5, 5,
            2, 1, 1, 1, 1, 1, 1,
            3, 4, 4, 4, 4, 4, 4,
            4, 1, 1, 1, 200, 1, 1,
        ];
        byte[] expected =
        [
            10, 20, 30, 40, 50, 60,
            1, 2, 3, 6, 7, 8, // + left
            2, 3, 4, 7, 8, 9, // + above
            5, 5, 6, 10, 10, 11, // + (left + above) / 2: 4 + 2/2, 4 + 3/2, 4 + 4/2; 4 + (5 + 7)/2, 4 + (5 + 8)/2, 4 + (6 + 9)/2
            6, 6, 7, 210, 11, 12, // + Paeth: above for the first; above 10 (of 6, 10, 5 near 11) + 200, 10 + 1, 11 + 1
        ];

        PngImage image = PngFile.Read(Make(Header(2, 5, colourType: 2), Pack(rows)), "x.png");

        Assert.Equal(expected, image.Pixels);
        Assert.Equal((2, 5, 3), (image.Width, image.Height, image.Channels));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Filters_are_undone_to_the_same_bytes(byte filter)
    {
        Random random = new(5);
        byte[] above = new byte[30];
        byte[] row = new byte[30];
        byte[] differences = new byte[30];
        random.NextBytes(above);
        random.NextBytes(row);

        PngFilters.Apply(filter, row, above, differences, channels: 3);
        PngFilters.Undo(filter, differences, above, channels: 3);

        Assert.Equal(row, differences);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        Gen<PngImage> images =
            from width in Gen.Choose(1, 9)
            from height in Gen.Choose(1, 9)
            from channels in Gen.Elements(1, 3)
            from slope in Gen.Choose(0, 40) // 0 is noise, the others are smooth: every filter gets its turn
            from noise in Gen.ArrayOf(Gen.Choose(0, 255), width * height * channels)
            select new PngImage([.. noise.Select((value, i) => (byte)(slope == 0 ? value : i * slope))], width, height, channels);
        Prop.ForAll(Arb.From(images), image =>
        {
            using MemoryStream stream = new();
            PngFile.Write(stream, image.Pixels, image.Width, image.Height, image.Channels);
            PngImage read = PngFile.Read(stream.ToArray(), "x.png");
            return read with { Pixels = image.Pixels } == image && read.Pixels.AsSpan().SequenceEqual(image.Pixels);
        }).QuickCheckThrowOnFailure();
    }

    [SkippableFact]
    public void Python_reads_the_same_pixels()
    {
        Python.SkipWithout("zlib");
        byte[] pixels = [.. Enumerable.Range(0, 20 * 10 * 3).Select(i => (byte)(i * i / 7))];
        PngFile.Write(_folder["a.png"], pixels, width: 20, height: 10, channels: 3);
        string script = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Pictures", "read_png.py"));

        Assert.Equal("20 10 3 " + System.Convert.ToHexStringLower(pixels), Python.Print(script, _folder["a.png"]));
    }

    [Fact]
    public void Read_takes_data_in_several_chunks_and_passes_over_others()
    {
        byte[] packed = Pack([0, 7, 9]);
        byte[] file = Make(
            Header(2, 1),
            [("tEXt", "a\0b"u8.ToArray()), ("IDAT", packed[..3]), ("IDAT", []), ("IDAT", packed[3..]), ("tIME", new byte[7])]);

        Assert.Equal([7, 9], PngFile.Read(file, "x.png").Pixels);
    }

    [Fact]
    public void Read_refuses_other_chunks_between_the_data()
    {
        byte[] packed = Pack([0, 7, 9]);
        byte[] file = Make(Header(2, 1), [("IDAT", packed[..3]), ("tIME", new byte[7]), ("IDAT", packed[3..])]);

        Assert.Equal(
            $"x.png @ byte 67: another chunk lies between the chunks \"IDAT\"; expected one behind the other. {TakeAgain}",
            Damage.MessageOf(() => PngFile.Read(file, "x.png")));
    }

    [Fact]
    public void Read_refuses_a_chunk_that_must_be_understood()
    {
        byte[] file = Make(Header(2, 1), [("CgBI", new byte[4]), ("IDAT", Pack([0, 7, 9]))]);

        Assert.Equal(
            $"x.png @ byte 33: chunk \"CgBI\" must be understood to show the picture; expected IHDR, IDAT and IEND. {Convert}",
            Damage.MessageOf(() => PngFile.Read(file, "x.png")));
    }

    [Theory]
    [InlineData(8, 3, 0, "25: the picture has a palette (colour type 3); expected grey or RGB. " + Convert)]
    [InlineData(8, 4, 0, "25: the picture has grey with alpha (colour type 4); expected grey or RGB. " + Convert)]
    [InlineData(8, 6, 0, "25: the picture has RGB with alpha (colour type 6); expected grey or RGB. " + Convert)]
    [InlineData(8, 5, 0, "25: the picture has colour type 5; expected grey or RGB. " + Convert)]
    [InlineData(16, 0, 0, "24: the picture has 16 bits a value; expected 8. " + Convert)]
    [InlineData(1, 0, 0, "24: the picture has 1 bits a value; expected 8. " + Convert)]
    [InlineData(8, 0, 1, "28: the picture is interlaced (Adam7); expected no interlacing. " + Convert)]
    [InlineData(8, 0, 2, "28: interlace method 2; expected no interlacing. " + Convert)]
    public void Read_refuses_other_kinds_by_name(byte bits, byte colourType, byte interlace, string message)
    {
        byte[] file = Make(Header(2, 1, bits, colourType, interlace), Pack([0, 7, 9]));

        Assert.Equal("x.png @ byte " + message, Damage.MessageOf(() => PngFile.Read(file, "x.png")));
    }

    [Theory]
    [InlineData(0u, 1u, "x.png @ byte 16: the picture has 0x1 pixels; expected 1 to 2147483647 each way. " + TakeAgain)]
    [InlineData(2147483648u, 1u, "x.png @ byte 16: the picture has 2147483648x1 pixels; expected 1 to 2147483647 each way. " + TakeAgain)]
    [InlineData(2147483647u, 2147483647u, "x.png @ byte 16: the header claims 2147483647x2147483647 pixels, 4611686016279904256 bytes; expected no more than 11 bytes of packed data can hold. " + TakeAgain)]
    [InlineData(20000u, 20000u, "x.png @ byte 16: the header claims 20000x20000 pixels, 400020000 bytes; expected no more than 11 bytes of packed data can hold. " + TakeAgain)]
    public void Read_allocates_no_more_than_the_file_can_hold(uint width, uint height, string message)
    {
        byte[] file = Make(Header(width, height), Pack([0, 7, 9]));

        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(message, Damage.MessageOf(() => PngFile.Read(file, "x.png")));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Read_unpacks_no_more_than_the_header_needs()
    {
        byte[] bomb = Make(Header(2, 1), Pack(new byte[50_000_000]));

        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal($"x.png: the packed data hold more; expected 1 rows and no more. {TakeAgain}", Damage.MessageOf(() => PngFile.Read(bomb, "x.png")));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Read_refuses_data_that_end_early_an_unknown_filter_and_damaged_data()
    {
        Assert.Equal(
            $"x.png: the packed data end early; expected 2 rows. {TakeAgain}",
            Damage.MessageOf(() => PngFile.Read(Make(Header(2, 2), Pack([0, 7, 9, 0, 1])), "x.png")));
        Assert.Equal(
            $"x.png: row 1 has filter 5; expected 0 to 4. {TakeAgain}",
            Damage.MessageOf(() => PngFile.Read(Make(Header(2, 2), Pack([0, 7, 9, 5, 1, 1])), "x.png")));
        Assert.Equal(
            $"x.png: the packed data are damaged; expected zlib data. {TakeAgain}",
            Damage.MessageOf(() => PngFile.Read(Make(Header(2, 1), [1, 2, 3, 4, 5, 6, 7, 8]), "x.png")));
    }

    [Fact]
    public void Read_checks_the_sum_of_the_packed_data()
    {
        byte[] packed = Pack([0, 7, 9]);
        packed[^1] ^= 1;

        Assert.Equal(
            $"x.png: the packed data are damaged; expected zlib data. {TakeAgain}",
            Damage.MessageOf(() => PngFile.Read(Make(Header(2, 1), packed), "x.png")));
    }

    [Fact]
    public void Read_refuses_a_wrong_crc()
    {
        byte[] file = Make(Header(2, 1), Pack([0, 7, 9]));
        uint crc = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(29));
        file[32] ^= 1;

        Assert.Equal(
            $"x.png @ byte 29: CRC of chunk \"IHDR\" is 0x{crc ^ 1:X8}; expected 0x{crc:X8}. {TakeAgain}",
            Damage.MessageOf(() => PngFile.Read(file, "x.png")));
    }

    [Fact]
    public void Crc_is_that_of_the_standard_check()
    {
        // The check value that every list of CRCs gives for CRC-32.
        Assert.Equal(0xCBF43926u, PngFile.ChunkCrc("1234"u8, "56789"u8));
    }

    [Theory]
    [InlineData("", "x.png @ byte 0: the file is empty; expected a PNG file. Pass a PNG file.")]
    [InlineData("GIF89a and more", "x.png @ byte 0: the file does not begin with the PNG signature; expected a PNG file. Pass a PNG file.")]
    public void Read_refuses_other_files(string text, string message)
    {
        Assert.Equal(message, Damage.MessageOf(() => PngFile.Read(System.Text.Encoding.ASCII.GetBytes(text), "x.png")));
    }

    [Fact]
    public void Read_refuses_a_chunk_behind_the_end_of_the_file()
    {
        byte[] file = Make(Header(2, 1), Pack([0, 7, 9]));

        Assert.Equal(
            $"x.png @ byte 33: chunk \"IDAT\" claims 11 bytes; expected at most 10, as the file ends there. {TakeWhole}",
            Damage.MessageOf(() => PngFile.Read(file.AsSpan(0, 55), "x.png")));
    }

    [Fact]
    public void Every_truncation_is_refused_and_every_flipped_bit_is_found()
    {
        using MemoryStream stream = new();
        PngFile.Write(stream, [1, 2, 3, 4, 5, 6], width: 3, height: 2, channels: 1);
        byte[] file = stream.ToArray();

        Damage.RefusesEveryTruncation(file, bytes => PngFile.Read(bytes, "x.png"));
        int refused = Damage.SurvivesFlippedBits(file, bytes => PngFile.Read(bytes, "x.png"));

        Assert.Equal(8 * file.Length, refused);
    }

    [Fact]
    public void Write_refuses_pixels_of_another_length_and_other_channels()
    {
        using MemoryStream stream = new();

        ArgumentException length = Assert.Throws<ArgumentException>(() => PngFile.Write(stream, new byte[5], width: 3, height: 2, channels: 1));
        ArgumentException channels = Assert.Throws<ArgumentOutOfRangeException>(() => PngFile.Write(stream, new byte[8], width: 2, height: 2, channels: 2));

        Assert.StartsWith("5 bytes; expected [2, 3, 1].", length.Message, StringComparison.Ordinal);
        Assert.StartsWith("2 channels; expected 1 (grey) or 3 (RGB).", channels.Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }

    private static byte[] Header(uint width, uint height, byte bits = 8, byte colourType = 0, byte interlace = 0)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        header[8] = bits;
        header[9] = colourType;
        header[12] = interlace;
        return header;
    }

    private static byte[] Make(byte[] header, byte[] packed) => Make(header, [("IDAT", packed)]);

    private static byte[] Make(byte[] header, (string Type, byte[] Data)[] chunks)
    {
        List<byte> file = [.. PngFile.Signature];
        foreach ((string type, byte[] data) in chunks.Prepend(("IHDR", header)).Append(("IEND", [])))
        {
            byte[] name = System.Text.Encoding.ASCII.GetBytes(type);
            file.AddRange(BigEndian((uint)data.Length));
            file.AddRange(name);
            file.AddRange(data);
            file.AddRange(BigEndian(PngFile.ChunkCrc(name, data)));
        }

        return [.. file];
    }

    private static byte[] BigEndian(uint number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal))
        {
            zlib.Write(bytes);
        }

        return packed.ToArray();
    }
}

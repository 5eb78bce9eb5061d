using System.Buffers.Binary;
using System.Text;
using SkiaSharp;
using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Images;
using static VaePipeline.Tests.PngBytes;

namespace VaePipeline.Data.Tests.Images;

public sealed class PictureFileTests
{
    private const string TakeAgain = "The file is damaged: take it again from its source.";
    private const string TakeWhole = "The file is cut short: take it whole.";

    [Fact]
    public void Png_undoes_every_filter()
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

        Picture image = Decode(Make(Header(2, 5, colourType: 2), Pack(rows)));

        Assert.Equal(expected, image.Pixels);
        Assert.Equal((2, 5, 3), (image.Width, image.Height, image.Channels));
    }

    [Theory]
    // Grey of fewer bits becomes 0 to 255; of 16 the high byte counts.
    [InlineData(1, 0, new byte[] { 0b10100000 }, 1, new byte[] { 255, 0, 255 })]
    [InlineData(2, 0, new byte[] { 0b00011100 }, 1, new byte[] { 0, 85, 255 })]
    [InlineData(4, 0, new byte[] { 0x0F, 0x30 }, 1, new byte[] { 0, 255, 51 })]
    [InlineData(8, 0, new byte[] { 7, 9, 255 }, 1, new byte[] { 7, 9, 255 })]
    [InlineData(16, 0, new byte[] { 7, 255, 9, 128, 255, 0 }, 1, new byte[] { 7, 9, 255 })]
    [InlineData(8, 2, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, 3, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(16, 2, new byte[] { 1, 9, 2, 9, 3, 9, 4, 9, 5, 9, 6, 9, 7, 9, 8, 9, 9, 9 }, 3, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    // Alpha over black: 200 * 128 / 255 = 100.4, 10 * 128 / 255 = 5.02.
    [InlineData(8, 4, new byte[] { 200, 255, 200, 128, 200, 0 }, 1, new byte[] { 200, 100, 0 })]
    [InlineData(8, 6, new byte[] { 200, 10, 0, 255, 200, 10, 0, 128, 200, 10, 0, 0 }, 3, new byte[] { 200, 10, 0, 100, 5, 0, 0, 0, 0 })]
    public void Png_of_every_depth_and_colour_type(byte bits, byte colourType, byte[] row, int channels, byte[] expected)
    {
        Picture image = Decode(Make(Header(3, 1, bits, colourType), Pack([0, .. row])));

        Assert.Equal(expected, image.Pixels);
        Assert.Equal((3, 1, channels), (image.Width, image.Height, image.Channels));
    }

    [Theory]
    [InlineData(1, new byte[] { 0b01000000 }, new byte[] { 10, 20, 30, 200, 100, 50, 10, 20, 30 })]
    [InlineData(2, new byte[] { 0b01100000 }, new byte[] { 200, 100, 50, 9, 9, 9, 10, 20, 30 })]
    [InlineData(8, new byte[] { 2, 1, 0 }, new byte[] { 9, 9, 9, 200, 100, 50, 10, 20, 30 })]
    public void Png_with_a_palette_is_RGB(byte bits, byte[] row, byte[] expected)
    {
        byte[] palette = [10, 20, 30, 200, 100, 50, 9, 9, 9];

        Picture image = Decode(Make(Header(3, 1, bits, 3), Pack([0, .. row]), ("PLTE", palette[..(bits == 1 ? 6 : 9)])));

        Assert.Equal(expected, image.Pixels);
    }

    [Fact]
    public void Png_with_a_palette_is_grey_where_it_uses_greys_alone()
    {
        byte[] palette = [10, 10, 10, 200, 200, 200, 1, 2, 3];

        Picture grey = Decode(Make(Header(2, 1, 8, 3), Pack([0, 1, 0]), ("PLTE", palette)));
        Picture colour = Decode(Make(Header(2, 1, 8, 3), Pack([0, 1, 2]), ("PLTE", palette)));
        Picture rgb = Decode(Make(Header(1, 1, 8, 2), Pack([0, 7, 7, 7])));

        Assert.Equal((1, 3, 3), (grey.Channels, colour.Channels, rgb.Channels));
        Assert.Equal([200, 10], grey.Pixels);
    }

    [Fact]
    public void Png_transparency_lies_over_black()
    {
        // tRNS: a grey value, or an alpha for each entry of the palette.
        Picture grey = Decode(Make(Header(2, 1), Pack([0, 7, 9]), ("tRNS", [0, 9])));
        Picture palette = Decode(Make(Header(2, 1, 8, 3), Pack([0, 0, 1]), ("PLTE", [200, 100, 0, 1, 2, 3]), ("tRNS", [128])));

        Assert.Equal([7, 0], grey.Pixels);
        Assert.Equal([100, 50, 0, 1, 2, 3], palette.Pixels);
    }

    [Fact]
    public void Png_interlaced_gives_the_same_pixels()
    {
        // Adam7 of 3 x 3: the passes of pixels (0,0); none; none; (2,0); (0,2) (2,2); (1,0) (1,2); row 1.
        byte[] rows = [0, 1, 0, 3, 0, 7, 9, 0, 2, 0, 8, 0, 4, 5, 6];

        Picture image = Decode(Make(Header(3, 3, interlace: 1), Pack(rows)));

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], image.Pixels);
    }

    [Theory]
    [InlineData("gAMA", new byte[] { 0, 0, 0xB1, 0x8F })] // 0.45455
    [InlineData("gAMA", new byte[] { 0, 1, 0x86, 0xA0 })] // 1
    [InlineData("sRGB", new byte[] { 0 })]
    public void Png_without_a_profile_keeps_its_levels(string type, byte[] data)
    {
        byte[] levels = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

        Assert.Equal(levels, Decode(Make(Header(256, 1), Pack([0, .. levels]), (type, data))).Pixels);
        Assert.Equal(levels[..255], Decode(Make(Header(85, 1, colourType: 2), Pack([0, .. levels[..255]]), (type, data))).Pixels);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Colours_of_a_profile_become_sRGB(bool isPng)
    {
        // Linear light 128 / 255 is 188 in sRGB: 1.055 * 0.502^(1 / 2.4) - 0.055 = 0.7366.
        using var linear = SKColorSpace.CreateSrgbLinear();
        using SKBitmap bitmap = new(new SKImageInfo(16, 16, SKColorType.Bgra8888, SKAlphaType.Opaque, linear));
        bitmap.GetPixelSpan().Fill(128);

        Picture picture = Decode(Encoded(bitmap, isPng ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg));

        Assert.Equal(3, picture.Channels);
        Assert.All(picture.Pixels, level => Assert.InRange(level, 187, 189));
    }

    [Fact]
    public void Jpeg_and_webp_are_read_in_grey_and_in_colour()
    {
        using SKBitmap grey = Filled(SKColorType.Gray8, 16, 8, new SKColor(90, 90, 90));
        using SKBitmap colour = Filled(SKColorType.Bgra8888, 16, 8, new SKColor(200, 100, 50));

        Picture greyJpeg = Decode(Encoded(grey, SKEncodedImageFormat.Jpeg));
        Picture colourJpeg = Decode(Encoded(colour, SKEncodedImageFormat.Jpeg));
        Picture webp = Decode(Encoded(colour, SKEncodedImageFormat.Webp));

        Assert.Equal((16, 8, 1), (greyJpeg.Width, greyJpeg.Height, greyJpeg.Channels));
        Assert.All(greyJpeg.Pixels, level => Assert.Equal(90, level));
        Assert.Equal((16, 8, 3), (colourJpeg.Width, colourJpeg.Height, colourJpeg.Channels));
        Assert.Equal((16, 8, 3), (webp.Width, webp.Height, webp.Channels));
        foreach (Picture picture in new[] { colourJpeg, webp })
        {
            // One colour: within the rounding of YCbCr.
            Assert.All(picture.Pixels.Chunk(3), pixel => Assert.True(Math.Abs(pixel[0] - 200) + Math.Abs(pixel[1] - 100) + Math.Abs(pixel[2] - 50) <= 6, string.Join(' ', pixel)));
        }
    }

    [Fact]
    public void Bmp_is_read_bottom_up_in_colour_and_with_a_grey_palette()
    {
        Picture colour = Decode(Bmp(24, [], [4, 5, 6, 0, 1, 2, 3, 0])); // rows of one pixel, blue first, filled up to 4 bytes
        Picture grey = Decode(Bmp(8, [10, 10, 10, 0, 99, 99, 99, 0], [1, 0, 0, 0, 0, 0, 0, 0]));

        Assert.Equal([3, 2, 1, 6, 5, 4], colour.Pixels);
        Assert.Equal((1, 2, 3), (colour.Width, colour.Height, colour.Channels));
        Assert.Equal([10, 99], grey.Pixels);
        Assert.Equal(1, grey.Channels);
    }

    [Fact]
    public void Gif_shows_its_first_frame()
    {
        byte[] frame(byte packed) => [0x2C, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, packed, 0x0A, 0];
        // LZW codes of 3 bits: clear 4, then the pixels, then end 5. 4 | 0 << 3 | 1 << 6 -> 0x44, the rest 0x0A; the other way 4 | 1 << 3 | 0 << 6.
        byte[] file = [.. "GIF89a"u8, 2, 0, 1, 0, 0x80, 0, 0, 200, 100, 50, 9, 9, 9, .. frame(0x44), .. frame(0x0C), 0x3B];

        Picture picture = Decode(file);

        Assert.Equal([200, 100, 50, 9, 9, 9], picture.Pixels);
        Assert.Equal((2, 1, 3), (picture.Width, picture.Height, picture.Channels));
    }

    [Theory]
    // A picture of 16 x 8 whose left half is white and whose top left corner is grey; where the corner is, upright.
    [InlineData(1, 16, 8, 0, 0)]
    [InlineData(2, 16, 8, 15, 0)]
    [InlineData(3, 16, 8, 15, 7)]
    [InlineData(4, 16, 8, 0, 7)]
    [InlineData(5, 8, 16, 0, 0)]
    [InlineData(6, 8, 16, 7, 0)]
    [InlineData(7, 8, 16, 7, 15)]
    [InlineData(8, 8, 16, 0, 15)]
    public void Jpeg_is_turned_as_its_EXIF_says(byte orientation, int width, int height, int x, int y)
    {
        using SKBitmap bitmap = new(16, 8, SKColorType.Gray8, SKAlphaType.Opaque);
        bitmap.GetPixelSpan()[0] = 255;
        byte[] jpeg = Encoded(bitmap, SKEncodedImageFormat.Jpeg);
        byte[] exif = [.. "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"u8, orientation, 0, 0, 0, 0, 0, 0];

        Picture picture = Decode([.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]]);

        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.Equal((y * width) + x, picture.Pixels.AsSpan().IndexOf(picture.Pixels.Max()));
    }

    [Fact]
    public void Png_takes_data_in_several_chunks_and_passes_over_others()
    {
        byte[] packed = Pack([0, 7, 9]);
        byte[] file = Make(
            Header(2, 1),
            [("tEXt", "a\0b"u8.ToArray()), ("IDAT", packed[..3]), ("IDAT", []), ("IDAT", packed[3..]), ("tIME", new byte[7])]);

        Assert.Equal([7, 9], Decode(file).Pixels);
    }

    [Fact]
    public void Png_that_no_decoder_shows_is_refused()
    {
        byte[] packed = Pack([0, 7, 9]);

        foreach (byte[] file in (byte[][])
        [
            Make(Header(2, 1), [("IDAT", packed[..3]), ("tIME", new byte[7]), ("IDAT", packed[3..])]),
            Make(Header(2, 1, colourType: 5), packed),
            Make(Header(2, 1, bits: 3), packed),
            Make(Header(2, 1, interlace: 2), packed),
            Make(Header(0, 1), packed),
            Make(Header(2147483648, 1), packed),
            Make(Header(2, 2), Pack([0, 7, 9, 0, 1])), // ends early
            Make(Header(2, 2), Pack([0, 7, 9, 5, 1, 1])), // filter 5
            Make(Header(2, 1), [1, 2, 3, 4, 5, 6, 7, 8]),
        ])
        {
            Assert.Matches("^x.png( @ byte 16)?: .+; expected .+\\. The file is (damaged|cut short): take it (again from its source|whole)\\.$", Damage.MessageOf(() => Decode(file)));
        }

    }

    [Fact]
    public void Png_with_a_chunk_that_must_be_understood_is_refused()
    {
        byte[] file = Make(Header(2, 1), Pack([0, 7, 9]), ("CgBI", new byte[4]));

        Assert.Equal(
            "x.png @ byte 33: chunk \"CgBI\" must be understood to show the picture; expected IHDR, PLTE, IDAT and IEND. Convert it to a plain PNG file.",
            Damage.MessageOf(() => Decode(file)));
    }

    [Theory]
    [InlineData(2147483647u, 2147483647u)]
    [InlineData(20000u, 20000u)]
    public void Png_allocates_no_more_than_the_file_can_hold(uint width, uint height)
    {
        byte[] file = Make(Header(width, height), Pack([0, 7, 9]));

        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(
            $"x.png @ byte 16: the header claims {width}x{height} pixels; expected no more than 11 bytes of packed data can hold. {TakeAgain}", Damage.MessageOf(() => Decode(file)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Pictures_of_too_many_pixels_are_refused_before_memory_is_taken()
    {
        using SKBitmap bitmap = Filled(SKColorType.Bgra8888, 16, 8, SKColors.Red);
        byte[] jpeg = Encoded(bitmap, SKEncodedImageFormat.Jpeg);
        int frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 40000);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), 50000);

        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("x.png: the picture is 50000 x 40000; expected at most 268435456 pixels. Make it smaller.", Damage.MessageOf(() => Decode(jpeg)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Png_with_a_wrong_crc_is_refused_also_where_a_decoder_could_do_without_the_chunk()
    {
        byte[] file = Make(Header(2, 1), Pack([0, 7, 9]), ("tRNS", [0, 9]));
        uint crc = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(43));
        file[46] ^= 1;

        Assert.Equal($"x.png @ byte 43: CRC of chunk \"tRNS\" is 0x{crc ^ 1:X8}; expected 0x{crc:X8}. {TakeAgain}", Damage.MessageOf(() => Decode(file)));
    }

    [Fact]
    public void Png_with_a_chunk_behind_the_end_of_the_file_is_refused()
    {
        byte[] file = Make(Header(2, 1), Pack([0, 7, 9]));

        Assert.Equal($"x.png @ byte 33: chunk \"IDAT\" claims 11 bytes; expected at most 10, as the file ends there. {TakeWhole}", Damage.MessageOf(() => Decode(file[..55])));
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("hello, world", "it is no picture")]
    [InlineData("II*\0\u0008\0\0\0", "it is a TIFF file")]
    [InlineData("MM\0*\0\0\0\u0008", "it is a TIFF file")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0", "it is an HEIC file")]
    [InlineData("\0\0\0\u001Cftypavif\0\0\0\0", "it is an AVIF file")]
    [InlineData("\0\0\u0001\0\u0001\0", "it is an ICO file")]
    [InlineData("PK\u0003\u0004", "it is a zip archive")]
    [InlineData("8BPS\0\u0001", "it is a Photoshop file")]
    [InlineData("%PDF-1.7", "it is a PDF file")]
    [InlineData("\0\0\0\u000CjP  ", "it is a JPEG 2000 file")]
    [InlineData("\0\0\0\u000CJXL ", "it is a JPEG XL file")]
    public void Other_files_are_refused_by_kind(string text, string found)
    {
        Assert.Equal(
            $"x.png @ byte 0: {found}; expected a PNG, JPEG, WebP, BMP or GIF file. Convert it to one of these.",
            Damage.MessageOf(() => Decode(Encoding.Latin1.GetBytes(text))));
    }

    [Fact]
    public void Every_truncation_is_refused_in_every_kind()
    {
        using SKBitmap bitmap = Filled(SKColorType.Bgra8888, 9, 7, new SKColor(200, 100, 50));
        byte[] gif = [.. "GIF89a"u8, 2, 0, 1, 0, 0x80, 0, 0, 200, 100, 50, 9, 9, 9, 0x2C, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0x44, 0x0A];

        Damage.RefusesEveryTruncation(Encoded(bitmap, SKEncodedImageFormat.Png), file => Decode(file));
        Damage.RefusesEveryTruncation(Encoded(bitmap, SKEncodedImageFormat.Jpeg), file => Decode(file));
        Damage.RefusesEveryTruncation(Encoded(bitmap, SKEncodedImageFormat.Webp), file => Decode(file));
        Damage.RefusesEveryTruncation(Bmp(24, [], [4, 5, 6, 0, 1, 2, 3]), file => Decode(file));
        Damage.RefusesEveryTruncation(gif[..^1], file => Decode(file));
    }

    [SkippableFact]
    public void Every_truncation_of_a_progressive_JPEG_is_refused()
    {
        Python.SkipWithout("PIL");
        using TemporaryFolder folder = new();
        Python.Print(
            "import sys; from PIL import Image; im = Image.new('RGB', (40, 24), (200, 90, 20)); im.paste((0, 80, 255), (5, 3, 21, 17)); im.thumbnail((40, 24)); im.save(sys.argv[1], progressive=True)",
            folder["a.jpg"]);
        byte[] file = File.ReadAllBytes(folder["a.jpg"]);

        Assert.Equal((40, 24, 3), (Decode(file).Width, Decode(file).Height, Decode(file).Channels));
        Damage.RefusesEveryTruncation(file, bytes => Decode(bytes));
    }

    [SkippableFact]
    public void Pillow_writes_the_same_pixels_in_every_lossless_kind()
    {
        Python.SkipWithout("PIL");
        using TemporaryFolder folder = new();
        string hex = Python.Print(
            """
            import sys, random; from PIL import Image
            random.seed(3)
            im = Image.frombytes('RGB', (13, 7), bytes(random.choice((0, 51, 255)) for _ in range(13 * 7 * 3)))
            im.save(sys.argv[1] + '/a.png'); im.save(sys.argv[1] + '/a.bmp'); im.save(sys.argv[1] + '/a.webp', lossless=True)
            p = im.quantize(64); p.save(sys.argv[1] + '/a.gif'); p.save(sys.argv[1] + '/p.png'); p.save(sys.argv[1] + '/p.bmp')
            print(im.tobytes().hex()); print(p.convert('RGB').tobytes().hex())
            """,
            folder.FolderPath);
        string[] expected = hex.Split('\n');

        foreach (string file in (string[])["a.png", "a.bmp", "a.webp", "a.gif", "p.png", "p.bmp"])
        {
            Picture picture = PictureFile.Read(folder[file]);
            Assert.Equal((13, 7, 3), (picture.Width, picture.Height, picture.Channels));
            Assert.Equal((file, expected[file is "a.gif" or ['p', ..] ? 1 : 0]), (file, Convert.ToHexStringLower(picture.Pixels)));
        }
    }

    [Fact]
    public void Every_flipped_bit_of_a_PNG_is_found_and_none_breaks_another_kind()
    {
        using MemoryStream stream = new();
        PngFile.Write(stream, [1, 2, 3, 4, 5, 6], width: 3, height: 2, channels: 1);
        byte[] png = stream.ToArray();
        using SKBitmap bitmap = Filled(SKColorType.Bgra8888, 9, 7, new SKColor(200, 100, 50));

        Assert.Equal(8 * png.Length, Damage.SurvivesFlippedBits(png, bytes => Decode(bytes)));
        Damage.SurvivesFlippedBits(Encoded(bitmap, SKEncodedImageFormat.Jpeg), bytes => Decode(bytes), step: 3);
        Damage.SurvivesFlippedBits(Encoded(bitmap, SKEncodedImageFormat.Webp), bytes => Decode(bytes));
        Damage.SurvivesFlippedBits(Bmp(8, [10, 10, 10, 0, 99, 99, 99, 0], [1, 0, 0, 0, 0, 0, 0, 0]), bytes => Decode(bytes));
    }

    private static Picture Decode(byte[] file) => PictureFile.Decode(file, "x.png");

    private static SKBitmap Filled(SKColorType type, int width, int height, SKColor colour)
    {
        SKBitmap bitmap = new(width, height, type, SKAlphaType.Opaque);
        bitmap.Erase(colour);
        return bitmap;
    }

    private static byte[] Encoded(SKBitmap bitmap, SKEncodedImageFormat format)
    {
        using SKData data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    /// <summary>A BMP file of 1 x 2 pixels.</summary>
    private static byte[] Bmp(byte bits, byte[] palette, byte[] rows)
    {
        byte[] header = new byte[54];
        "BM"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(2), 54 + palette.Length + rows.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(10), 54 + palette.Length);
        (header[14], header[18], header[22], header[26], header[28], header[46]) = (40, 1, 2, 1, bits, (byte)(palette.Length / 4));
        return [.. header, .. palette, .. rows];
    }
}

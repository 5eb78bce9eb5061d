using System.Buffers.Binary;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Formats;
using VaePipeline.Data.Images;

namespace VaePipeline.Data.Tests.Images;

public sealed class IdxImageReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Two images of 2 rows and 3 columns, by hand.
    private static readonly byte[] TwoImages =
    [
        0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3,
        1, 2, 3, 4, 5, 6, 250, 251, 252, 253, 254, 255,
    ];

    private static readonly byte[] TwoLabels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 9];

    [Theory]
    [InlineData("train-images-idx3-ubyte", false)]
    [InlineData("train-images.idx3-ubyte", false)]
    [InlineData("train-images-idx3-ubyte.gz", true)]
    [InlineData("gzipped-without-a-name", true)]
    [InlineData("plain-with-a-name.gz", false)]
    public void Read_sees_gzip_from_the_bytes(string name, bool isPacked)
    {
        string path = _folder.Put(name, isPacked ? Pack(TwoImages) : TwoImages);

        ImageSet images = Read(path);

        Assert.Equal(2, images.Count);
        Assert.Equal(new ImageShape(1, 2, 3), images.Shape);
        Assert.Equal(TwoImages[16..], images.Pixels);
        Assert.Null(images.Labels);
    }

    [Fact]
    public void Read_joins_images_and_labels()
    {
        ImageSet images = Read(_folder.Put("i", TwoImages), _folder.Put("l", TwoLabels));

        Assert.Equal([7, 9], images.Labels);
    }

    [Fact]
    public void Read_refuses_another_number_of_labels()
    {
        string images = _folder.Put("i", TwoImages);
        string labels = _folder.Put("l", [0, 0, 8, 1, 0, 0, 0, 3, 7, 9, 1]);

        Assert.Equal(
            $"{labels}: 3 labels; expected 2, one for each image of {images}. Put the labels of these images beside them, or move the file away.",
            Damage.MessageOf(() => Read(images, labels)));
    }

    [Theory]
    [InlineData(3u, 1u, 2u, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(2u, 1u, 3u, new byte[] { 1, 4, 2, 5, 3, 6 })]
    public void Read_takes_channels_first_or_last(uint second, uint third, uint fourth, byte[] expected)
    {
        byte[] file = [0, 0, 8, 4, .. new uint[] { 1, second, third, fourth }.SelectMany(size => new byte[] { 0, 0, 0, (byte)size }), 1, 2, 3, 4, 5, 6];

        ImageSet images = Read(_folder.Put("i", file));

        Assert.Equal(fourth == 3 ? new ImageShape(3, 2, 1) : new ImageShape(3, 1, 2), images.Shape);
        Assert.Equal(expected, images.Pixels);
    }

    [Fact]
    public void Read_refuses_channels_that_are_neither_grey_nor_RGB()
    {
        string path = _folder.Put("i", [0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, .. new byte[8]]);

        Assert.Equal(
            $"{path}: the array is [1, 2, 2, 2]; expected [N, H, W], [N, C, H, W] or [N, H, W, C] with 1 or 3 channels and sides of 1 to 16384 pixels. Save the images in one of these.",
            Damage.MessageOf(() => Read(path)));
    }

    [Fact]
    public void Read_refuses_labels()
    {
        string path = _folder.Put("digits.gz", Pack(TwoLabels));

        Assert.Equal(
            $"{path} @ byte 0: magic number is 0x00000801; expected 0x00000803 or 0x00000804. Pass the image file, not the labels.",
            Damage.MessageOf(() => Read(path)));
    }

    [Fact]
    public void ReadLabels_refuses_images()
    {
        string path = _folder.Put("l", TwoImages);

        Assert.Equal(
            $"{path} @ byte 0: magic number is 0x00000803; expected 0x00000801. Pass the label file, not the images.",
            Damage.MessageOf(() => LabelFile.ReadNumbers(path)));
    }

    [Fact]
    public void Read_refuses_another_kind_of_file()
    {
        string path = _folder.Put("i", [0, 0, 0x6C, 0x6C]);

        Assert.Equal(
            $"{path} @ byte 0: magic number is 0x00006C6C; expected 0x00000803 or 0x00000804. Pass an IDX file of images.",
            Damage.MessageOf(() => Read(path)));
    }

    [Fact]
    public void Read_refuses_a_missing_file()
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => Read(_folder["none"]));

        Assert.Equal($"{_folder["none"]}: the file does not exist; expected {ImageReader.Kinds}. Check the path.", error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_refuses_data_behind_the_end(bool isPacked)
    {
        byte[] longer = [.. TwoImages, 0];
        string path = _folder.Put("i", isPacked ? Pack(longer) : longer);

        Assert.Equal(
            $"{path} @ byte 28: more data follow; expected the end of the file after 2 images of 2x3. The file is damaged: take it again from its source.",
            Damage.MessageOf(() => Read(path)));
    }

    [Fact]
    public void Read_refuses_a_cut_file()
    {
        string path = _folder.Put("i", TwoImages[..27]);

        Assert.Equal(
            $"{path} @ byte 4: the header claims 2 images of 2x3, 12 bytes; expected no more than a file of 27 bytes can hold. The file is damaged or cut short: take it whole.",
            Damage.MessageOf(() => Read(path)));
    }

    [Fact]
    public void Read_refuses_packed_data_that_end_early()
    {
        string path = _folder.Put("i", Pack(TwoImages[..27]));

        Assert.Equal(
            $"{path} @ byte 27: the data end; expected 28 bytes for 2 images of 2x3. The file is cut short: take it whole.",
            Damage.MessageOf(() => Read(path)));
    }

    [Theory]
    [InlineData(0u, 3u, "8: height is 0")]
    [InlineData(2u, 0u, "12: width is 0")]
    [InlineData(4294967295u, 3u, "8: height is 4294967295")]
    [InlineData(2u, 16385u, "12: width is 16385")]
    public void Read_refuses_sides_out_of_range(uint height, uint width, string found)
    {
        string path = _folder.Put("i", Header(1, height, width));

        Assert.Equal(
            $"{path} @ byte {found}; expected 1 to 16384. The file is damaged: take it again from its source.",
            Damage.MessageOf(() => Read(path)));
    }

    [Theory]
    [InlineData(false, 2147483648u, 28u)]
    [InlineData(true, 2147483648u, 28u)]
    [InlineData(false, 4294967295u, 16384u)]
    [InlineData(true, 4294967295u, 16384u)]
    [InlineData(true, 2_000_000u, 28u)]
    [InlineData(true, 24u, 28u)]
    public void Read_allocates_no_more_than_the_file_can_hold(bool isPacked, uint count, uint side)
    {
        byte[] header = Header(count, side, side);
        string path = _folder.Put("i", isPacked ? Pack(header) : header);

        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Damage.MessageOf(() => Read(path));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.StartsWith(path, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_grows_with_packed_data()
    {
        // 4 MB of zeros pack to about 4 kB: more than the first buffer and less than the highest ratio.
        byte[] file = [.. Header(1024, 64, 64), .. new byte[1024 * 64 * 64]];
        string path = _folder.Put("i", Pack(file));

        Assert.Equal(file[16..], Read(path).Pixels);
    }

    [Fact]
    public void Read_refuses_data_behind_the_gzip_data()
    {
        string path = _folder.Put("i", [.. Pack(TwoImages), 0]);

        Assert.Equal(
            $"{path} @ byte 28: the gzip data are damaged or cut short, or other data follow them; expected whole gzip data and nothing behind them. Take the file again from its source.",
            Damage.MessageOf(() => Read(path)));
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        Damage.RefusesEveryTruncation(TwoImages, file => Read(_folder.Put("i", file)));
        Damage.RefusesEveryTruncation(Pack(TwoImages), file => Read(_folder.Put("i", file)));
        Damage.RefusesEveryTruncation(TwoLabels, file => LabelFile.ReadNumbers(_folder.Put("l", file)));
    }

    [Fact]
    public void Every_flipped_bit_gives_images_or_an_error()
    {
        int plain = Damage.SurvivesFlippedBits(TwoImages, file => Read(_folder.Put("i", file)));
        int packed = Damage.SurvivesFlippedBits(Pack(TwoImages), file => Read(_folder.Put("i", file)));

        // All of the header counts but the pixels are free; of gzip, everything but time, system and the like counts.
        Assert.Equal(8 * 16, plain);
        Assert.InRange(packed, 8 * (Pack(TwoImages).Length - 10), 8 * Pack(TwoImages).Length);
    }

    [Fact]
    public void Header_has_the_bytes_by_hand() => Assert.Equal(TwoImages[..16], IdxWriter.Header(2, rows: 2, columns: 3));

    [Fact]
    public void What_is_written_is_read_again()
    {
        Gen<(byte[] Pixels, int Rows, int Columns)> sets =
            from rows in Gen.Choose(1, 5)
            from columns in Gen.Choose(1, 5)
            from count in Gen.Choose(1, 6)
            from pixels in Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value), rows * columns * count)
            select (pixels, rows, columns);
        Prop.ForAll(Arb.From(sets), set =>
        {
            int count = set.Pixels.Length / (set.Rows * set.Columns);
            ImageSet images = Read(_folder.Put("i", Pack([.. IdxWriter.Header(count, set.Rows, set.Columns), .. set.Pixels])));
            return images.Shape == new ImageShape(1, set.Rows, set.Columns)
                && images.Count * set.Rows * set.Columns == set.Pixels.Length
                && images.Pixels.AsSpan().SequenceEqual(set.Pixels);
        }).QuickCheckThrowOnFailure();
    }

    private static ImageSet Read(string path, string? labels = null) => WholeSet.Read(path, labels: labels).Images;

    private static byte[] Header(uint count, uint height, uint width)
    {
        byte[] header = [.. TwoImages[..16]];
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), count);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), height);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(12), width);
        return header;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}

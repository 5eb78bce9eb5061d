using System.IO.Compression;
using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Formats;
using VaePipeline.Data.Images;

namespace VaePipeline.Data.Tests.Images;

public sealed class ImageReaderTests : IDisposable
{
    private static readonly ImageShape Grey = new(1, 2, 2);
    private static readonly ImageShape Colour = new(3, 1, 2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Idx_gives_pixels_and_the_labels_beside_it(bool isPacked)
    {
        byte[] file = [.. IdxWriter.Header(2, 2, 2), 0, 51, 102, 255, 255, 0, 0, 51];
        string path = _folder.Put("t-images.idx", isPacked ? Packed(file) : file);
        _folder.Put("t-labels.idx", [0, 0, 8, 1, 0, 0, 0, 2, 7, 3]);

        var (columns, rows) = Read(path, Grey);

        Assert.Equal(["label"], columns);
        Assert.Equal(["7", "3"], rows.Select(row => row.Extra));
        Assert.Equal([0f, 0.2f, 0.4f, 1f, 1f, 0f, 0f, 0.2f], rows.SelectMany(row => row.Image));
    }

    [Fact]
    public void Idx_of_interleaved_colour_gives_planes()
    {
        // Red 255 and 51, green 0 and 102, blue 51 and 0, pixel by pixel.
        string path = _folder.Put("i", [0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 255, 0, 51, 51, 102, 0]);

        Assert.Equal([1f, 0.2f, 0f, 0.4f, 0.2f, 0f], Assert.Single(Read(path, Colour).Rows).Image);
    }

    [Fact]
    public void Npy_of_float32_is_not_rounded()
    {
        string path = PutNpy("a.npy", "<f4", "(2, 2, 2)", [.. Enumerable.Range(0, 8).SelectMany(i => BitConverter.GetBytes(i / 7f))]);

        var rows = Read(path, Grey).Rows;

        Assert.Equal([0f, 1 / 7f, 2 / 7f, 3 / 7f], rows[0].Image);
        Assert.Equal([4 / 7f, 5 / 7f, 6 / 7f, 1f], rows[1].Image);
    }

    [Theory]
    [InlineData("<f8", false)]
    [InlineData(">f8", false)]
    [InlineData("<f8", true)]
    public void Npy_of_float64_is_read_in_both_byte_orders_packed_or_not(string type, bool isPacked)
    {
        byte[] values = [.. new[] { 0, 0.25, 0.5, 1.0 }.SelectMany(value => type[0] == '>' ? BitConverter.GetBytes(value).Reverse() : BitConverter.GetBytes(value))];
        string path = PutNpy("a.npy", type, "(1, 4)", values, isPacked);

        Assert.Equal([0f, 0.25f, 0.5f, 1f], Assert.Single(Read(path, Grey).Rows).Image);
    }

    [Fact]
    public void Npy_with_channels_last_and_a_range_gives_planes()
    {
        string path = PutNpy("a.npy", "<f4", "(1, 1, 2, 3)", [.. new[] { 255f, 0, 51, 51, 102, 0 }.SelectMany(BitConverter.GetBytes)]);

        Assert.Equal([1f, 0.2f, 0f, 0.4f, 0.2f, 0f], Assert.Single(Read(path, Colour, PixelRange.Byte).Rows).Image);
    }

    [Theory]
    [InlineData("(1, 2, 3)", "the array is [1, 2, 3], images of 1x2x3; expected 1x2x2, which the model takes. Bring the images to that size, or name the model that they are for.")]
    [InlineData("(1, 6)", "6 values an image; expected 4, as 1x2x2, which the model takes, has. Bring the images to that size, or name the model that they are for.")]
    public void Npy_of_another_shape_is_refused(string shape, string message)
    {
        string path = PutNpy("a.npy", "|u1", shape, new byte[6]);

        Assert.Equal($"{path}: {message}", Damage.MessageOf(() => Read(path, Grey)));
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(1.5f, "1.5")]
    [InlineData(-0.25f, "-0.25")]
    public void Npy_value_out_of_range_is_named_by_its_place(float value, string shown)
    {
        string path = PutNpy("a.npy", "<f4", "(2, 2, 2)", [.. new[] { 0, 0, 0, 0, 0, 0, value, 0 }.SelectMany(BitConverter.GetBytes)]);

        Assert.Equal(
            $"{path}: [1, 1, 0] is {shown}; expected a value from 0 to 1. Scale the values, or say that they run to 255: --pixel-range 255.",
            Damage.MessageOf(() => Read(path, Grey)));
    }

    [Fact]
    public void Npy_of_bytes_0_and_1_alone_is_refused_unless_the_range_is_given()
    {
        string path = PutNpy("a.npy", "|u1", "(1, 2, 2)", [0, 1, 1, 0]);

        Assert.Equal(
            $"{path}: all values are 0 or 1; expected values that show whether 1 or 255 is white. Say it: --pixel-range 1 or --pixel-range 255.",
            Damage.MessageOf(() => Read(path, Grey)));
        Assert.Equal([0f, 1f, 1f, 0f], Assert.Single(Read(path, Grey, PixelRange.Unit).Rows).Image);
    }

    [Fact]
    public void Npy_packed_and_longer_than_its_header_says_is_refused()
    {
        string path = PutNpy("a.npy", "|u1", "(1, 2, 2)", [0, 9, 1, 0, 0], isPacked: true);

        Assert.Contains("more data follow; expected 132 bytes for [1, 2, 2]", Damage.MessageOf(() => Read(path, Grey)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p0,p1,p2,p3\n0,1,1,0\n1,1,0,0\n0.5,0,0,0.25\n", 1f)]
    [InlineData("0,1,1,0\n1,1,0,0\n127.5,0,0,63.75\n", 255f)]
    public void Csv_rows_that_do_not_tell_the_range_wait_for_one_that_does(string text, float white)
    {
        PixelRange? range = white == 255 ? PixelRange.Byte : null;

        var rows = Read(_folder.Put("a.csv", text), Grey, range).Rows;

        Assert.Equal([0f, 1 / white, 1 / white, 0f], rows[0].Image);
        Assert.Equal([1 / white, 1 / white, 0f, 0f], rows[1].Image);
        Assert.Equal([0.5f, 0f, 0f, 0.25f], rows[2].Image);
    }

    [Fact]
    public void Csv_gives_labels_as_they_are_written()
    {
        string path = _folder.Put("a.csv", "p0,p1,label,p2,p3\n0,255,\"a cat\",0,0\n255,0,dog,0,51\n");

        var (columns, rows) = Read(path, Grey);

        Assert.Equal(["label"], columns);
        Assert.Equal(["a cat", "dog"], rows.Select(row => row.Extra));
        Assert.Equal([0f, 1f, 0f, 0f, 1f, 0f, 0f, 0.2f], rows.SelectMany(row => row.Image));
    }

    [Fact]
    public void Csv_with_another_number_of_columns_is_refused()
    {
        string path = _folder.Put("a.csv", "1,2,3,4,5,6,7,8,9\n");

        Assert.Equal(
            $"{path}:1: 9 values an image; expected 4, as 1x2x2, which the model takes, has. Bring the images to that size, or name the model that they are for.",
            Damage.MessageOf(() => Read(path, Grey)));
    }

    [Fact]
    public void Standard_input_may_be_any_file_of_images()
    {
        byte[] idx = [.. IdxWriter.Header(1, 2, 2), 0, 51, 102, 255];

        Assert.Equal([0f, 0.2f, 0.4f, 1f], Assert.Single(FromStandardInput(idx)).Image);
        Assert.Equal([0f, 0.2f, 0.4f, 1f], Assert.Single(FromStandardInput(Packed(idx))).Image);
        Assert.Equal([0f, 0.2f, 0.4f, 1f], Assert.Single(FromStandardInput("0,51,102,255"u8.ToArray())).Image);
        Assert.StartsWith("standard input @ byte 19: the data end; expected 20 bytes", Damage.MessageOf(() => FromStandardInput(idx[..^1])), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_come_folder_by_folder_with_file_and_label()
    {
        foreach (string file in (string[])["b/2.png", "b/1.png", "a, or not/3.png"])
        {
            PutPicture(file, [0, 51, 102, 255]);
        }

        var (columns, rows) = Read(_folder.FolderPath, Grey);

        Assert.Equal(["file", "label"], columns);
        Assert.Equal(["\"a, or not/3.png\",\"a, or not\"", "b/1.png,b", "b/2.png,b"], rows.Select(row => row.Extra));
        Assert.All(rows, row => Assert.Equal([0f, 0.2f, 0.4f, 1f], row.Image));
    }

    [Fact]
    public void Pictures_before_a_damaged_one_are_given()
    {
        for (int i = 0; i < 40; i++)
        {
            PutPicture($"many/{i:D2}.png", [(byte)i, 0, 0, 255]);
        }

        _folder.Put("many/37.png", "damaged");
        using var reader = ImageReader.Open(new ImageInput { Path = _folder["many"], Shape = Grey });
        float[] image = new float[4];

        for (int i = 0; i < 37; i++)
        {
            Assert.True(reader.TryReadImage(image));
            Assert.Equal(($"{i:D2}.png", i / 255f), (reader.Extra, image[0]));
        }

        Assert.StartsWith($"{_folder["many/37.png"]} @ byte 0: it is no picture;", Damage.MessageOf(() => reader.TryReadImage(image)), StringComparison.Ordinal);
    }

    [Fact]
    public void Npy_for_a_model_is_resized_or_taken_as_it_is()
    {
        var input = new ImageInput { Path = PutNpy("wide.npy", "|u1", "(1, 2, 4)", [10, 20, 30, 40, 50, 60, 70, 80]), Shape = Grey, Resize = new ImageSize(2, 2) };
        using var wide = ImageReader.Open(input);
        using var own = ImageReader.Open(input with { Path = PutNpy("own.npy", "|u1", "(1, 4)", [1, 2, 3, 4]) });
        float[] image = new float[4];

        Assert.True(wide.TryReadImage(image));
        Assert.Equal([15 / 255f, 35 / 255f, 55 / 255f, 75 / 255f], image);
        Assert.True(own.TryReadImage(image));
        Assert.Equal([1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f], image);
    }

    [Fact]
    public void Folders_within_labels_are_refused_when_they_are_reached()
    {
        PutPicture("a/1.png", [0, 0, 0, 0]);
        PutPicture("b/deep/2.png", [0, 0, 0, 0]);

        Assert.StartsWith(
            $"{_folder["b"]}: there are no files and 1 folder; expected images alone, as its name is their label.",
            Damage.MessageOf(() => Read(_folder.FolderPath, Grey)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] idx = [.. IdxWriter.Header(2, 2, 2), 0, 51, 102, 255, 255, 0, 0, 51];
        byte[] npy = File.ReadAllBytes(PutNpy("whole.npy", "|u1", "(1, 2, 2)", [0, 9, 1, 0]));

        Damage.RefusesEveryTruncation(idx, file => Read(_folder.Put("i", file), Grey));
        Damage.RefusesEveryTruncation(Packed(idx), file => Read(_folder.Put("i", file), Grey));
        Damage.RefusesEveryTruncation(npy, file => Read(_folder.Put("n", file), Grey));
    }

    private static (IReadOnlyList<string> Columns, List<(float[] Image, string Extra)> Rows) Read(string path, ImageShape shape, PixelRange? range = null)
    {
        using var reader = ImageReader.Open(new ImageInput { Path = path, Shape = shape, Range = range });
        return (reader.ExtraColumns, Rows(reader, shape));
    }

    private static List<(float[] Image, string Extra)> FromStandardInput(byte[] bytes)
    {
        using PiecewiseStream input = new(bytes, 3);
        using var reader = ImageReader.Open(new ImageInput { Path = "-", Shape = Grey, StandardInput = input });
        return Rows(reader, Grey);
    }

    private static List<(float[] Image, string Extra)> Rows(ImageReader reader, ImageShape shape)
    {
        List<(float[], string)> rows = [];
        for (float[] image = new float[shape.PixelCount]; reader.TryReadImage(image); image = new float[shape.PixelCount])
        {
            rows.Add((image, reader.Extra));
        }

        return rows;
    }

    private void PutPicture(string name, byte[] pixels)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!); // not null: no root
        PngFile.Write(_folder[name], pixels, 2, 2, channels: 1);
    }

    private string PutNpy(string name, string type, string shape, byte[] values, bool isPacked = false)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        byte[] file = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. values];
        return _folder.Put(name, isPacked ? Packed(file) : file);
    }

    private static byte[] Packed(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}

using System.Text;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Images;

namespace VaePipeline.Data.Tests.Images;

public sealed class NpyImageReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("(2, 1, 2)", "1x1x2", new byte[] { 0, 10, 20, 255 })]
    [InlineData("(1, 1, 2, 2)", "1x2x2", new byte[] { 0, 10, 20, 255 })]
    [InlineData("(1, 2, 2, 1)", "1x2x2", new byte[] { 0, 10, 20, 255 })]
    [InlineData("(1, 4)", "1x2x2", new byte[] { 0, 10, 20, 255 })]
    [InlineData("(1, 3, 1, 2)", "3x1x2", new byte[] { 0, 10, 20, 255, 30, 40 })]
    [InlineData("(1, 1, 2, 3)", "3x1x2", new byte[] { 0, 20, 30, 40, 50, 60 }, "3x1x2", new byte[] { 0, 40, 20, 50, 30, 60 })]
    [InlineData("(1, 2, 2, 3)", "3x2x2", new byte[] { 0, 20, 30, 40, 50, 60, 70, 80, 90, 1, 2, 3 }, null, new byte[] { 0, 40, 70, 1, 20, 50, 80, 2, 30, 60, 90, 3 })]
    public void Read_takes_each_order_of_axes(string sizes, string shape, byte[] values, string? asked = null, byte[]? planes = null)
    {
        ImageShape? askedShape = ImageShape.TryParse(asked, out ImageShape? parsed) ? parsed : null;

        WholeSet loaded = WholeSet.Read(Put("|u1", sizes, values), askedShape);

        Assert.Equal(shape, loaded.Images.Shape.ToString());
        Assert.Equal(planes ?? values, loaded.Images.Pixels);
        Assert.Null(loaded.Images.Labels);
        Assert.Equal(0, loaded.LargestRounding);
    }

    [SkippableTheory]
    [InlineData("f4")]
    [InlineData(">f4")]
    [InlineData("f8")]
    [InlineData(">f8")]
    public void Read_rounds_what_numpy_wrote(string type)
    {
        Python.SkipWithout("numpy");
        string path = _folder["a.npy"];
        Python.Print("import sys, numpy; numpy.save(sys.argv[1], numpy.array([[[0, 1], [0.2, 0.499]]], sys.argv[2]))", path, type);

        WholeSet loaded = WholeSet.Read(path);

        // 0.499 * 255 = 127.245.
        Assert.Equal([0, 255, 51, 127], loaded.Images.Pixels);
        Assert.Equal(0.245 / 255, loaded.LargestRounding, 7);
    }

    [SkippableFact]
    public void Read_takes_numpys_bytes_and_booleans()
    {
        Python.SkipWithout("numpy");
        string bytes = _folder["bytes.npy"];
        string booleans = _folder["booleans.npy"];
        Python.Print("import sys, numpy; a = numpy.arange(24, dtype='u1').reshape(2, 2, 2, 3); numpy.save(sys.argv[1], a); numpy.save(sys.argv[2], a[..., 0] > 9)", bytes, booleans);

        Assert.Equal([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11], WholeSet.Read(bytes).Images.Pixels[..12]);
        Assert.Equal([0, 0, 0, 0, 255, 255, 255, 255], WholeSet.Read(booleans).Images.Pixels);
    }

    [SkippableTheory]
    [InlineData("u1", "(3,)")]
    [InlineData("i8", "(3,)")]
    [InlineData(">i4", "(3, 1)")]
    [InlineData("u2", "(3,)")]
    public void ReadLabels_takes_numpys_integers(string type, string sizes)
    {
        Python.SkipWithout("numpy");
        string path = _folder["a.npy"];
        Python.Print("import sys, numpy; numpy.save(sys.argv[1], numpy.array([0, 9, 255], sys.argv[2]).reshape(eval(sys.argv[3])))", path, type, sizes);

        Assert.Equal([0, 9, 255], LabelFile.ReadNumbers(path));
    }

    [Fact]
    public void Read_names_the_first_value_out_of_range()
    {
        string path = Put("<f4", "(2, 1, 2)", [0, 0.5f, 1, 1.5f]);

        Assert.Equal(
            $"{path}: [1, 0, 1] is 1.5; expected a value from 0 to 1. Scale the values, or say that they run to 255: --pixel-range 255.",
            Damage.MessageOf(() => WholeSet.Read(path)));
        Assert.Equal([0, 1, 1, 2], WholeSet.Read(path, range: PixelRange.Byte).Images.Pixels);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(-1f, "-1")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void Read_refuses_values_that_are_no_pixels(float value, string text)
    {
        string path = Put("<f4", "(1, 1, 1)", [value]);

        Assert.Equal($"{path}: [0, 0, 0] is {text}; expected a value from 0 to 255. Correct the value.", Damage.MessageOf(() => WholeSet.Read(path, range: PixelRange.Byte)));
    }

    [Fact]
    public void Read_asks_what_white_is_where_all_bytes_are_0_or_1()
    {
        string path = Put("|u1", "(1, 1, 2)", [0, 1]);

        Assert.Equal(
            $"{path}: all values are 0 or 1; expected values that show whether 1 or 255 is white. Say it: --pixel-range 1 or --pixel-range 255.",
            Damage.MessageOf(() => WholeSet.Read(path)));
        Assert.Equal([0, 255], WholeSet.Read(path, range: PixelRange.Unit).Images.Pixels);
    }

    [Theory]
    [InlineData("<i8", "(1, 1, 1)", "the values are of type \"<i8\"; expected one of u1, b1, f4, f8. Convert them with astype before numpy.save.")]
    [InlineData("|O", "(1, 1, 1)", "the values are of type \"|O\"; expected one of u1, b1, f4, f8. Convert them with astype before numpy.save.")]
    [InlineData("|u1", "(8,)", "the array is [8]; expected [N, H, W], [N, C, H, W] or [N, H, W, C] with 1 or 3 channels and sides of 1 to 16384 pixels. Save the images in one of these.")]
    [InlineData("|u1", "(1, 2, 2, 2)", "the array is [1, 2, 2, 2]; expected [N, H, W], [N, C, H, W] or [N, H, W, C] with 1 or 3 channels and sides of 1 to 16384 pixels. Save the images in one of these.")]
    [InlineData("|u1", "(0, 2, 2)", "the array is [0, 2, 2]; expected at least 1 image. Use the whole data set.", 0)]
    [InlineData("|u1", "(1, 1, 8, 1)", "the array is [1, 1, 8, 1], images of 1x8x1 or 1x1x8; expected one of them. Say which: --image-shape 1x8x1 or --image-shape 1x1x8.")]
    [InlineData("|u1", "(1, -1, 9)", "the shape is (1, -1, 9); expected whole numbers from 0. The file is damaged: write it again with numpy.save.")]
    public void Read_refuses_other_arrays(string type, string sizes, string message, int length = 8)
    {
        string path = Put(type, sizes, new byte[length]);

        Assert.Equal($"{path}: {message}", Damage.MessageOf(() => WholeSet.Read(path)));
    }

    [Fact]
    public void Read_takes_no_memory_for_what_the_file_does_not_hold()
    {
        string path = Put("|u1", "(9999999999, 9, 9)", new byte[8]);

        Assert.Equal(
            $"{path} @ byte 136: the file ends; expected 810000000047 bytes for [9999999999, 9, 9] of \"|u1\". The file is cut short: take it whole.",
            Damage.MessageOf(() => WholeSet.Read(path)));
    }

    [Theory]
    [InlineData(7, "@ byte 135: the file ends")]
    [InlineData(9, "@ byte 136: more data follow")]
    public void Read_refuses_a_file_of_another_length(int length, string found)
    {
        string path = Put("|u1", "(2, 2, 2)", new byte[length]);

        Assert.Equal(
            $"{path} {found}; expected 136 bytes for [2, 2, 2] of \"|u1\". {(length < 8 ? "The file is cut short: take it whole." : "The file is damaged: take it again from its source.")}",
            Damage.MessageOf(() => WholeSet.Read(path)));
    }

    [Fact]
    public void Read_refuses_fortran_order()
    {
        string path = _folder.Put("a.npy", File("{'descr': '|u1', 'fortran_order': True, 'shape': (1, 1, 2), }", [1, 2]));

        Assert.Equal(
            $"{path}: the array is in Fortran order; expected C order, row by row. Save it with numpy.save(file, numpy.ascontiguousarray(array)).",
            Damage.MessageOf(() => WholeSet.Read(path)));
    }

    [Fact]
    public void ReadLabels_refuses_other_arrays_and_labels()
    {
        string square = Put("|u1", "(2, 2)", new byte[4]);
        Assert.Equal($"{square}: the array is [2, 2]; expected [N], one label for each image. Pass the labels of the images.", Damage.MessageOf(() => LabelFile.ReadNumbers(square)));

        string large = Put("<i2", "(2,)", [1, 0, 0, 1]);
        Assert.Equal($"{large}: [1] is 256; expected a value from 0 to 255. Correct the value.", Damage.MessageOf(() => LabelFile.ReadNumbers(large)));
    }

    [Fact]
    public void Read_refuses_every_truncation_and_survives_flipped_bits()
    {
        byte[] file = File("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 3), }", [.. new float[] { 0, 0.5f, 1 }.SelectMany(BitConverter.GetBytes)]);

        Damage.RefusesEveryTruncation(file, bytes => WholeSet.Read(_folder.Put("a.npy", bytes)));
        Assert.InRange(Damage.SurvivesFlippedBits(file, bytes => WholeSet.Read(_folder.Put("a.npy", bytes))), 100, 8 * file.Length);
    }

    private string Put(string type, string sizes, float[] values) => Put(type, sizes, [.. values.SelectMany(BitConverter.GetBytes)]);

    private string Put(string type, string sizes, byte[] values)
        => _folder.Put("a.npy", File($"{{'descr': '{type}', 'fortran_order': False, 'shape': {sizes}, }}", values));

    private static byte[] File(string header, byte[] values)
        => [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header.PadRight(117) + "\n"), .. values];
}

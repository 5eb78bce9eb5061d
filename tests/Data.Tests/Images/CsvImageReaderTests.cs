using System.Text;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Images;

namespace VaePipeline.Data.Tests.Images;

public sealed class CsvImageReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_takes_the_named_label_column_wherever_it_is()
    {
        WholeSet loaded = Read("a,b,Label,c,d\n0,1,7,2,255\n5,6,3,7,8\n");

        Assert.Equal(new ImageShape(1, 2, 2), loaded.Images.Shape);
        Assert.Equal([0, 1, 2, 255, 5, 6, 7, 8], loaded.Images.Pixels);
        Assert.Equal([7, 3], loaded.Images.Labels);
        Assert.Null(loaded.LabelNames);
        Assert.Equal(0, loaded.LargestRounding);
    }

    [Theory]
    [InlineData("label,pixel0,pixel1,pixel2,pixel3\n")]
    [InlineData("label,1x1,1x2,2x1,2x2\r\n")]
    [InlineData("\"label\",\"0\",\"1\",\"2\",\"3\"\n")]
    [InlineData("\uFEFFclass,p,q,r,s\n")]
    [InlineData("digit,p,q,r,s\n")]
    [InlineData("0,1,2,3,4\n")]
    [InlineData("")]
    public void Read_takes_the_first_column_of_five_as_labels(string header)
    {
        WholeSet loaded = Read(header + "4,0,1,2,255\n9,5,6,7,8");

        Assert.Equal([0, 1, 2, 255, 5, 6, 7, 8], loaded.Images.Pixels);
        Assert.Equal([4, 9], loaded.Images.Labels);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b,c,d\n")]
    [InlineData("0,1,2,3\n")]
    public void Read_takes_four_columns_as_pixels(string header)
    {
        WholeSet loaded = Read(header + "0,1,2,255\n\n\n");

        Assert.Equal([0, 1, 2, 255], loaded.Images.Pixels);
        Assert.Null(loaded.Images.Labels);
    }

    [Fact]
    public void Read_takes_channels_and_labels_from_the_shape_asked_for()
    {
        WholeSet loaded = WholeSet.Read(Put("1,10,20,30,40,50,60\n0,1,2,3,4,5,6\n"), new ImageShape(3, 1, 2));

        Assert.Equal(new ImageShape(3, 1, 2), loaded.Images.Shape);
        Assert.Equal([10, 20, 30, 40, 50, 60, 1, 2, 3, 4, 5, 6], loaded.Images.Pixels);
        Assert.Equal([1, 0], loaded.Images.Labels);
    }

    [Fact]
    public void Read_numbers_labels_that_are_names()
    {
        WholeSet loaded = Read("shoe,0,0,0,9\n\"bag\",1,1,1,1\nshoe,2,2,2,2\n");

        Assert.Equal([1, 0, 1], loaded.Images.Labels);
        Assert.Equal(["bag", "shoe"], loaded.LabelNames!);
    }

    [Fact]
    public void Read_sees_fractions_and_stretches_what_came_before()
    {
        WholeSet loaded = Read("0,1,0.2,1.0\n 0.5 , 1e0,0.00392156862745098,.999\n");

        // 0.5 * 255 = 127.5 goes up to 128: off by 0.5 / 255.
        Assert.Equal([0, 255, 51, 255, 128, 255, 1, 255], loaded.Images.Pixels);
        Assert.Equal(0.5 / 255, loaded.LargestRounding, 12);
    }

    [Theory]
    [InlineData(PixelRange.Unit, 255, 0)]
    [InlineData(PixelRange.Byte, 1, 0)]
    public void Read_takes_zeros_and_ones_as_it_is_told(PixelRange range, int one, double rounding)
    {
        WholeSet loaded = WholeSet.Read(Put("0,1,0,1\n"), range: range);

        Assert.Equal([0, (byte)one, 0, (byte)one], loaded.Images.Pixels);
        Assert.Equal(rounding, loaded.LargestRounding);
    }

    [Fact]
    public void Read_rounds_fractions_up_to_255_only_where_it_is_told()
    {
        WholeSet loaded = WholeSet.Read(Put("0,1.25,254.6,255.0\n"), range: PixelRange.Byte);

        Assert.Equal([0, 1, 255, 255], loaded.Images.Pixels);
        Assert.Equal(0.4 / 255, loaded.LargestRounding, 12);
    }

    [Theory]
    [InlineData("0,1,2,300\n", "{0}:1: column 4 is \"300\"; expected a whole number from 0 to 255, as there are values above 1 before it. Correct the value, or say what white is: --pixel-range 1 or --pixel-range 255.")]
    [InlineData("0,1,0,0.5\n1,1,2,0", "{0}:2: column 3 is \"2\"; expected a value from 0 to 1, as there are fractions before it. Correct the value, or say what white is: --pixel-range 1 or --pixel-range 255.")]
    [InlineData("0,1,9,0.5\n", "{0}:1: column 4 is \"0.5\"; expected a whole number from 0 to 255, as there are values above 1 before it. Correct the value, or say what white is: --pixel-range 1 or --pixel-range 255.")]
    [InlineData("0,1,0,-1\n", "{0}:1: column 4 is \"-1\"; expected a whole number from 0 to 255, or a fraction from 0 to 1. Correct the value, or say what white is: --pixel-range 1 or --pixel-range 255.")]
    [InlineData("0,1,0,1\n1,0,0,0\n", "{0}: all values are 0 or 1; expected values that show whether 1 or 255 is white. Say it: --pixel-range 1 or --pixel-range 255.")]
    [InlineData("1,2,3,4\n1,2,,4\n", "{0}:2: column 3 is empty; expected a whole number from 0 to 255, as there are values above 1 before it. Correct the value, or say what white is: --pixel-range 1 or --pixel-range 255.")]
    [InlineData("1,2,3,4\n1,2,3\n", "{0}:2: 3 columns; expected 4, as the first line has. Write one value for each pixel.")]
    [InlineData("1,2,3,4\n1,2,3,4,5\n", "{0}:2: 5 columns; expected 4, as the first line has. Write one value for each pixel.")]
    [InlineData("1,2,3,4\n1,2,nan,4\n", "{0}:2: column 3 is \"nan\"; expected a whole number from 0 to 255, as there are values above 1 before it. Correct the value, or say what white is: --pixel-range 1 or --pixel-range 255.")]
    [InlineData("1,2,3,4\n\n1,2,3,4\n", "{0}:2: the line is empty; expected one image per line. Remove the line.")]
    [InlineData("1;2;3;4\n", "{0}:1: the file uses \";\" between the columns; expected commas between the columns and points in the numbers. Save it with commas.")]
    [InlineData("1\t2\t3\t4\n", "{0}:1: the file uses blanks or tabs between the columns; expected commas between the columns and points in the numbers. Save it with commas.")]
    [InlineData("1,2,3\n", "{0}:1: 3 values an image, which is no square of grey pixels; expected a square number, as 784 = 28 x 28. Say what they are with --image-shape CxHxW, such as 3x32x32.")]
    [InlineData("label,a,b\n1,2,3\n", "{0}:1: 2 values an image, which is no square of grey pixels; expected a square number, as 784 = 28 x 28. Say what they are with --image-shape CxHxW, such as 3x32x32.")]
    [InlineData("label,class,b\n", "{0}:1: columns 1 and 2 are both named as labels; expected one such column. Rename or remove the others.")]
    [InlineData("label,a\n,2\n", "{0}:2: column 1 is empty; expected a label. Write the label, or remove the line.")]
    [InlineData("label,a\n", "{0}:1: the file has no images; expected one image per line. Write one line for each image.")]
    [InlineData("", "{0}:1: the file has no images; expected one image per line. Write one line for each image.")]
    public void Read_names_what_is_wrong(string text, string message)
    {
        string path = Put(text);

        Assert.Equal(message.Replace("{0}", path, StringComparison.Ordinal), Damage.MessageOf(() => WholeSet.Read(path)));
    }

    [Fact]
    public void Read_refuses_another_number_of_values_than_the_shape_has()
    {
        string path = Put("1,2,3,4\n");

        Assert.Equal(
            $"{path}:1: 4 values an image; expected 6, as 1x2x3 has. Correct --image-shape.",
            Damage.MessageOf(() => WholeSet.Read(path, new ImageShape(1, 2, 3))));
    }

    [Fact]
    public void Read_refuses_more_labels_than_a_byte_tells_apart()
    {
        string path = Put("label,a\n" + string.Concat(Enumerable.Range(0, 257).Select(label => $"{label},2\n")));

        Assert.Equal(
            $"{path}:258: the label \"256\" is number 257; expected at most 256 different labels. Take the column of the labels, or leave it out of the file.",
            Damage.MessageOf(() => WholeSet.Read(path)));
    }

    [Fact]
    public void Read_answers_or_refuses_whatever_bit_flips()
    {
        byte[] file = Encoding.UTF8.GetBytes("label,a,b,c,d\n1,0,10,200,255\n2,5,0,7,31\n");

        int refused = Damage.SurvivesFlippedBits(file, bytes => WholeSet.Read(_folder.Put("damaged.csv", bytes)));

        Assert.InRange(refused, 50, 8 * file.Length);
    }

    [Fact]
    public void Read_keeps_every_pixel_across_the_pieces_that_it_reads()
    {
        byte[] pixels = new byte[3000 * 100];
        new Random(1).NextBytes(pixels);
        StringBuilder text = new();
        foreach (byte[] row in pixels.Chunk(100))
        {
            text.AppendJoin(',', row).Append('\n');
        }

        Assert.Equal(pixels, Read(text.ToString()).Images.Pixels);
    }

    private WholeSet Read(string text) => WholeSet.Read(Put(text));

    private string Put(string text) => _folder.Put("pixels.csv", Encoding.UTF8.GetBytes(text));
}

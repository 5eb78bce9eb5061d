using System.Text;
using SkiaSharp;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Digits;
using VaePipeline.Data.Images;
using VaePipeline.Data.Sets;

namespace VaePipeline.Data.Tests.Sets;

public sealed class UserDataLoaderTests : IDisposable
{
    private const string Kinds = "a folder of PNG, JPEG, WebP, BMP or GIF pictures (sub-folders are labels), a CSV, NPY or IDX file, a folder with train and test of these, or a folder of IDX files with MNIST's names";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_takes_sub_folders_as_labels_and_splits_by_the_seed()
    {
        for (int i = 0; i < 10; i++)
        {
            PngFixture.Write(_folder[$"pets/cat/{i}.png"], (byte)i);
            PngFixture.Write(_folder[$"pets/dog/{i}.PNG"], (byte)(100 + i));
        }

        File.WriteAllText(_folder["pets/cat/notes.txt"], "not read");
        PngFixture.Write(_folder["pets/.hidden/0.png"], 200);

        var data = Read("pets", new ImageLoadOptions { TestShare = 0.25 });

        Assert.Equal(("pets", "folder of pictures in folders of labels", 0.25), (data.Name, data.Kind, data.TestShare));
        Assert.Equal(["cat", "dog"], data.LabelNames!);
        Assert.Equal((15, 5), (data.Training.Count, data.Test.Count));
        byte[] values = [.. Firsts(data.Training), .. Firsts(data.Test)];
        byte[] labels = [.. data.Training.Labels!, .. data.Test.Labels!];
        Assert.All(values.Zip(labels), pair => Assert.Equal(pair.First >= 100 ? 1 : 0, pair.Second));
        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => (byte)i), .. Enumerable.Range(100, 10).Select(i => (byte)i)], values.Order());

        var again = Read("pets", new ImageLoadOptions { TestShare = 0.25 });
        var other = Read("pets", new ImageLoadOptions { TestShare = 0.25, Seed = 2 });
        Assert.Equal(Firsts(data.Test), Firsts(again.Test));
        Assert.NotEqual(Firsts(data.Test), Firsts(other.Test));
    }

    [Fact]
    public void Read_takes_train_and_test_as_parts_and_lets_labels_take_turns()
    {
        PngFixture.Write(_folder["mine/train/3/a.png"], 1);
        PngFixture.Write(_folder["mine/train/3/b.png"], 2);
        PngFixture.Write(_folder["mine/train/7/a.png"], 3);
        PngFixture.Write(_folder["mine/test/7/a.png"], 4);

        var data = Read("mine");

        Assert.Equal([1, 3, 2], Firsts(data.Training));
        Assert.Equal([3, 7, 3], data.Training.Labels!);
        Assert.Equal([4], Firsts(data.Test));
        Assert.Equal([7], data.Test.Labels!);
        Assert.Null(data.LabelNames);
        Assert.Null(data.TestShare);
    }

    [Fact]
    public void Read_takes_RGB_as_planes()
    {
        Directory.CreateDirectory(_folder["rgb"]);
        PngFile.Write(_folder["rgb/a.png"], [1, 2, 3, 4, 5, 6], 2, 1, 3);
        PngFile.Write(_folder["rgb/b.png"], [1, 2, 3, 4, 5, 6], 2, 1, 3);

        var data = Read("rgb");

        Assert.Equal(new ImageShape(3, 1, 2), data.Training.Shape);
        Assert.Equal([1, 4, 2, 5, 3, 6], data.Training.Pixels);
        Assert.Null(data.Training.Labels);
    }

    [Fact]
    public void Read_resizes_pictures_of_any_size_where_it_is_asked()
    {
        PngFixture.Write(_folder["mixed/a.png"], 10, 4, 4);
        PngFixture.Write(_folder["mixed/b.png"], 20, 9, 3);

        var data = Read("mixed", new ImageLoadOptions { Resize = "6x2" });

        Assert.Equal(new ImageShape(1, 2, 6), data.Training.Shape);
        Assert.Equal(30, Firsts(data.Training)[0] + Firsts(data.Test)[0]);
        Assert.Single(data.Training.Pixels.Distinct());
    }

    [Theory]
    [InlineData(4, 5, 1, "the picture is 4 x 5 grey; expected 4 x 4 grey, as {0}. Resize the pictures, or add --resize WxH.")]
    [InlineData(4, 4, 3, "the picture is 4 x 4 RGB; expected 4 x 4 grey, as {0}. Convert all to grey, or all to RGB.")]
    public void Read_names_the_first_picture_that_differs(int width, int height, int channels, string message)
    {
        for (int i = 0; i < 40; i++)
        {
            PngFixture.Write(_folder[$"mixed/{i:D2}.png"], 1);
        }

        PngFixture.Write(_folder["mixed/17.png"], 1, width, height, channels);
        PngFixture.Write(_folder["mixed/31.png"], 1, 9, 9);
        File.WriteAllText(_folder["mixed/35.png"], "damaged");

        Assert.Equal(
            $"{_folder["mixed/17.png"]}: {message.Replace("{0}", _folder["mixed/00.png"], StringComparison.Ordinal)}", MessageOf("mixed"));
    }

    [Fact]
    public void Read_names_a_picture_that_is_cut_short()
    {
        PngFixture.Write(_folder["cut/a.png"], 1);
        byte[] file = File.ReadAllBytes(PngFixture.Write(_folder["cut/b.png"], 1));
        File.WriteAllBytes(_folder["cut/b.png"], file[..^1]);

        Assert.Equal($"{_folder["cut/b.png"]} @ byte {file.Length - 12}: 11 bytes are left; expected a chunk of 12 or more. The file is cut short: take it whole.", MessageOf("cut"));
    }

    [Fact]
    public void Read_takes_pictures_of_several_kinds_by_their_first_bytes()
    {
        using SKBitmap bitmap = new(4, 4, SKColorType.Gray8, SKAlphaType.Opaque);
        bitmap.GetPixelSpan().Fill(90);
        using SKData jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        PngFixture.Write(_folder["kinds/a.jpg"], 90); // a PNG file by its bytes
        Write("kinds/b.JPEG", jpeg.ToArray());
        Write("kinds/c.tif", [1, 2, 3]); // passed over by its name

        var data = Read("kinds");

        Assert.Equal((1, 1, new ImageShape(1, 4, 4)), (data.Training.Count, data.Test.Count, data.Training.Shape));
        Assert.Equal([90], data.Training.Pixels.Concat(data.Test.Pixels).Distinct());
    }

    [Theory]
    [InlineData(null, new byte[] { 15, 35, 55, 75 })]
    [InlineData("crop", new byte[] { 20, 30, 60, 70 })]
    [InlineData("pad", new byte[] { 35, 55, 0, 0 })]
    public void Read_fits_pictures_and_arrays_in_the_same_way(string? fit, byte[] expected)
    {
        byte[] pixels = [10, 20, 30, 40, 50, 60, 70, 80];
        Directory.CreateDirectory(_folder["fit"]);
        PngFile.Write(_folder["fit/a.png"], pixels, 4, 2, 1);
        PngFile.Write(_folder["fit/b.png"], pixels, 4, 2, 1);
        Write("fit.npy", NpyFile("|u1", "(2, 2, 4)", [.. pixels, .. pixels]));
        var options = new ImageLoadOptions { Resize = "2x2", Fit = fit };

        Assert.Equal(expected, Read("fit", options).Training.Pixels);
        Assert.Equal(expected, Read("fit.npy", options).Training.Pixels);
    }

    [Fact]
    public void Faults_of_the_fit_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new ImageLoadOptions { Fit = "crop" }.For("CSV file", takesNumbers: true, takesShare: true));
        Assert.Equal("--fit: crop without a size; expected --resize WxH with it. Leave it out.", error.Message);
    }

    [Fact]
    public void Read_numbers_the_labels_of_both_parts_together()
    {
        Write("two/train.csv", "label,a\ncat,2\ndog,3\n"u8.ToArray());
        Write("two/test.csv", "label,a\ndog,4\n"u8.ToArray());

        var data = Read("two");

        Assert.Equal(["cat", "dog"], data.LabelNames!);
        Assert.Equal([1], data.Test.Labels!);
    }

    [Fact]
    public void Read_says_what_it_found_where_there_is_nothing_to_read()
    {
        Directory.CreateDirectory(_folder["empty"]);
        Assert.Equal($"{_folder["empty"]}: there are no files; expected {Kinds}. Check the path, or convert the images.", MessageOf("empty"));

        Directory.CreateDirectory(_folder["other/sub"]);
        File.WriteAllText(_folder["other/a.tif"], "");
        File.WriteAllText(_folder["other/b.tif"], "");
        File.WriteAllText(_folder["other/README"], "");
        Assert.Equal(
            $"{_folder["other"]}: there are 3 files (2 .tif, 1 without extension) and 1 folder; expected {Kinds}. Check the path, or convert the images.", MessageOf("other"));
    }

    [Fact]
    public void Read_refuses_images_beside_folders_of_images()
    {
        PngFixture.Write(_folder["mixed/a.png"], 1);
        PngFixture.Write(_folder["mixed/cat/b.png"], 1);

        Assert.Equal(
            $"{_folder["mixed/a.png"]}: it lies beside the folder \"cat\", which holds images too; expected either images or folders of images. Move the images into folders, or the folders away.",
            MessageOf("mixed"));
    }

    [Fact]
    public void Read_refuses_folders_within_labels()
    {
        PngFixture.Write(_folder["deep/cat/a.png"], 1);
        PngFixture.Write(_folder["deep/cat/tabby/a.png"], 1);

        Assert.Equal(
            $"{_folder["deep/cat"]}: there are 1 file (1 .png) and 1 folder; expected images alone, as its name is their label. Move the images up into it.",
            MessageOf("deep"));
    }

    [Fact]
    public void Read_takes_NPY_with_labels_beside_it()
    {
        Write("digits.npy", NpyFile("|u1", "(3, 1, 2)", [10, 11, 20, 21, 30, 31]));
        Write("digits-labels.npy", NpyFile("<i4", "(3,)", [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]));

        var data = Read("digits.npy");

        Assert.Equal(("digits", "NPY file with labels in digits-labels.npy"), (data.Name, data.Kind));
        Assert.Equal((2, 1), (data.Training.Count, data.Test.Count));
        Assert.All(Firsts(data.Training).Zip(data.Training.Labels!), pair => Assert.Equal(pair.First / 10, pair.Second));
    }

    [Fact]
    public void Read_refuses_labels_of_another_length()
    {
        Write("digits.npy", NpyFile("|u1", "(3, 1, 2)", [10, 11, 20, 21, 30, 31]));
        Write("digits-labels.npy", NpyFile("|u1", "(2,)", [1, 2]));

        Assert.Equal(
            $"{_folder["digits-labels.npy"]}: 2 labels; expected 3, one for each image of {_folder["digits.npy"]}. Put the labels of these images beside them, or move the file away.",
            MessageOf("digits.npy"));
    }

    [Theory]
    [InlineData("shapes-images-idx3-ubyte", "shapes-labels-idx1-ubyte", false)]
    [InlineData("shapes.idx.gz", "shapes-labels.idx", true)]
    [InlineData("shapes.idx", "shapes-labels.idx.gz", false)]
    public void Read_takes_an_IDX_file_of_any_size_with_labels_beside_it(string images, string labels, bool isPacked)
    {
        byte[] file = [.. IdxFixture.Header(0x803u, 4, 1, 3), 1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 0];
        Write(images, isPacked ? IdxFixture.Packed(file) : file);
        byte[] numbers = IdxFixture.Labels([1, 2, 3, 4]);
        Write(labels, labels.EndsWith(".gz", StringComparison.Ordinal) ? IdxFixture.Packed(numbers) : numbers);

        var data = Read(images);

        Assert.Equal(new ImageShape(1, 1, 3), data.Training.Shape);
        Assert.Equal(Firsts(data.Training), data.Training.Labels!);
        Assert.Equal((3, 1), (data.Training.Count, data.Test.Count));
    }

    [Fact]
    public void Read_takes_CSV_with_names_of_labels_and_rounds_fractions()
    {
        Write("mine.csv", Encoding.UTF8.GetBytes("label,a,b,c,d\ncat,0,0,0,0.5\ndog,1,0,0,0\n"));

        var data = Read("mine.csv");

        Assert.Equal(("mine", "CSV file"), (data.Name, data.Kind));
        Assert.Equal(["cat", "dog"], data.LabelNames!);
        Assert.Equal(0.5 / 255, data.LargestRounding, 12);
        Assert.Equal(("cat", "dog"), (data.LabelName(0), data.LabelName(1)));
    }

    [Fact]
    public void Read_takes_two_CSV_files_as_parts_where_the_test_part_has_no_labels()
    {
        Write("kaggle/train.csv", "label,p0,p1,p2,p3\n5,0,0,0,9\n"u8.ToArray());
        Write("kaggle/test.csv", "p0,p1,p2,p3\n0,0,0,8\n0,0,0,7\n"u8.ToArray());

        var data = Read("kaggle");

        Assert.Equal("CSV file, with a test part", data.Kind);
        Assert.Equal([5], data.Training.Labels!);
        Assert.Null(data.Test.Labels);
        Assert.Equal(2, data.Test.Count);
    }

    [Theory]
    [InlineData("picture.png", new byte[] { 0x89, 0x50, 0x4E, 0x47 }, "it is one picture", "Name the folder of the pictures.", true)]
    [InlineData("set.npz", new byte[] { 0x50, 0x4B, 3, 4 }, "it is a zip archive", "Unpack it.")]
    [InlineData("scan.tif", new byte[] { 0x49, 0x49, 0x2A, 0 }, "it is a TIFF file", "Convert it.")]
    [InlineData("values.bin", new byte[] { 0x49, 0xD8, 0, 0 }, "it is none of these", "Convert it.")]
    public void Read_refuses_other_files_by_kind(string name, byte[] bytes, string found, string advice, bool isPicture = false)
    {
        Write(name, bytes);

        string expected = isPicture ? "a CSV, NPY or IDX file of images, or a folder of pictures" : ImageReader.Kinds;
        Assert.Equal($"{_folder[name]}: {found}; expected {expected}. {advice}", MessageOf(name));
    }

    [Fact]
    public void Read_unpacks_a_CSV_file()
    {
        Write("pixels.csv.gz", IdxFixture.Packed("1,2,3,4\n5,6,7,8\n"u8));

        var data = Read("pixels.csv.gz");

        Assert.Equal(("CSV file", 2), (data.Kind, data.Training.Count + data.Test.Count));
    }

    [Fact]
    public void Read_refuses_a_single_image_and_an_IDX_file_without_any()
    {
        Write("one.csv", "1,2,3,4"u8.ToArray());
        Assert.Equal($"{_folder["one.csv"]}: there is 1 image; expected at least 2, one to train on and one to test on. Use more images.", MessageOf("one.csv"));

        Write("none.idx", IdxFixture.Header(0x803u, 0, 4, 4));
        Assert.Equal($"{_folder["none.idx"]}: it holds no images; expected at least 1. Use the whole data set.", MessageOf("none.idx"));
    }

    [Fact]
    public void Read_refuses_options_that_do_not_apply_unless_they_come_from_a_model()
    {
        PngFixture.Write(_folder["mine/train/a.png"], 1);
        PngFixture.Write(_folder["mine/test/a.png"], 2);
        var reading = new ImageLoadOptions { PixelRange = 1, ImageShape = "1x4x4", TestShare = 0.5 };

        var error = Assert.Throws<ArgumentException>(() => Read("mine", reading));

        Assert.Equal("--test-share: given with data that have a test part; expected only with data that have no test part of their own. Leave it out.", error.Message);
        error = Assert.Throws<ArgumentException>(() => Read("mine", reading with { TestShare = null }));
        Assert.Equal(
            "--image-shape: given with a folder of pictures; expected only with CSV, NPY or single IDX files. "
            + "--pixel-range: given with a folder of pictures; expected only with CSV or NPY files. Leave them out.",
            error.Message);
        Assert.Equal(1, Read("mine", reading with { IsLenient = true }).Test.Count);
    }

    [Fact]
    public void Read_keeps_a_digit_that_is_resized_to_its_own_size()
    {
        IdxFixture.Write(_folder["idx"]);

        Assert.Equal(DigitGenerator.Generate(24, seed: 1).Pixels, Read("idx", new ImageLoadOptions { Resize = "28x28" }).Training.Pixels);
        Assert.Equal(new ImageShape(1, 16, 20), Read("idx", new ImageLoadOptions { Resize = "20x16" }).Test.Shape);
    }

    private static byte[] Firsts(ImageSet images) => [.. images.Pixels.Chunk(images.Shape.PixelCount).Select(image => image[0])];

    private static byte[] NpyFile(string type, string sizes, byte[] values) =>
        [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': {sizes}, }}".PadRight(117) + "\n"), .. values];

    private DataSet Read(string name, ImageLoadOptions? reading = null) => UserDataLoader.Read(_folder[name], reading ?? new ImageLoadOptions(), CancellationToken.None);

    private string MessageOf(string name) => Assert.Throws<BadInputException>(() => Read(name)).Message;

    private void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!); // not null: it lies in the folder
        File.WriteAllBytes(_folder[name], bytes);
    }
}

using VaePipeline.Contracts.Errors;
using VaePipeline.Generation.Sinks;

namespace VaePipeline.Generation.Tests.Sinks;

public sealed class ImageOutputTests
{
    [Theory]
    [InlineData("digits.png", ImageFormat.ContactSheet)]
    [InlineData("out.d/DIGITS.PNG", ImageFormat.ContactSheet)]
    [InlineData("digits.apng", ImageFormat.Animation)]
    [InlineData("digits.idx", ImageFormat.Idx)]
    [InlineData("t10k-images-idx3-ubyte", ImageFormat.Idx)]
    [InlineData("digits.npy", ImageFormat.Npy)]
    [InlineData("digits", ImageFormat.PngFolder)]
    [InlineData("digits/", ImageFormat.PngFolder)]
    [InlineData("digits.png/", ImageFormat.PngFolder)]
    public void Parse_path_says_the_format(string path, ImageFormat expected)
        => Assert.Equal(new ImageOutput(path, expected), ImageOutput.Parse(path));

    [Theory]
    [InlineData("a.csv", null, ImageFormat.Csv, false)]
    [InlineData("a.raw", null, ImageFormat.Raw, false)]
    [InlineData("a.IDX.GZ", null, ImageFormat.Idx, true)]
    [InlineData("train-images-idx3-ubyte.gz", null, ImageFormat.Idx, true)]
    [InlineData("a.npy.gz", "npy-float32", ImageFormat.NpySingle, true)]
    [InlineData("a.bin", "raw", ImageFormat.Raw, false)]
    [InlineData("v1.0", "folder", ImageFormat.PngFolder, false)]
    [InlineData("sheet", "sheet", ImageFormat.ContactSheet, false)]
    [InlineData("-", null, ImageFormat.Raw, false)]
    [InlineData("-", "csv", ImageFormat.Csv, false)]
    public void Parse_named_format_and_gzip(string path, string? format, ImageFormat expected, bool gzip)
        => Assert.Equal(new ImageOutput(path, expected, gzip), ImageOutput.Parse(path, format));

    [Theory]
    [InlineData("a.gz", null, "a.gz: the extension \".gz\" is not known; expected .png")]
    [InlineData("a.png.gz", null, "a.png.gz: PNG files are compressed already; expected a name without .gz. Leave it out.")]
    [InlineData("a.gz", "folder", "a.gz: PNG files are compressed already")]
    [InlineData("a/", "idx", "a/: is a folder; expected a file for the format \"idx\". Add a file name.")]
    [InlineData("-", "npy", "-: standard output takes no format \"npy\"; expected raw or csv. Name a file.")]
    [InlineData("a.idx", "jpeg", "the format \"jpeg\" is not known; expected sheet, apng, folder, idx, npy, npy-float32, csv, raw. Choose one of these.")]
    public void Parse_what_cannot_be_written_is_refused(string path, string? format, string expected)
        => Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => ImageOutput.Parse(path, format)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_existing_folder_is_a_folder_whatever_its_name()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("vae-inference-");
        try
        {
            string path = folder.CreateSubdirectory("v1.0").FullName;

            Assert.Equal(ImageFormat.PngFolder, ImageOutput.Parse(path).Format);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Parse_unknown_extension_lists_the_known_ones()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ImageOutput.Parse("digits.jpeg"));

        Assert.StartsWith(
            "digits.jpeg: the extension \".jpeg\" is not known; expected .png (contact sheet), .apng (animation), .idx or -idx3-ubyte (IDX), .npy (NumPy), .csv (pixels as text), .raw (pixels alone), all but .png and .apng also with .gz, or / (folder of PNG files). Choose one of these.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void RequireNew_tells_how_to_replace_what_is_there()
    {
        string path = Path.GetTempFileName();
        try
        {
            UnwritableOutputException error = Assert.Throws<UnwritableOutputException>(() => new ImageOutput(path, ImageFormat.Idx).RequireNew("Say yes"));

            Assert.Equal($"{path}: the file exists already; expected a new file. Say yes, or choose another name.", error.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

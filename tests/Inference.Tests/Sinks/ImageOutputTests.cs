using VaePipeline.Contracts.Errors;
using VaePipeline.Inference.Sinks;

namespace VaePipeline.Inference.Tests.Sinks;

public sealed class ImageOutputTests
{
    [Theory]
    [InlineData("digits.png", ImageFormat.ContactSheet)]
    [InlineData("out.d/DIGITS.PNG", ImageFormat.ContactSheet)]
    [InlineData("digits.idx", ImageFormat.Idx)]
    [InlineData("t10k-images-idx3-ubyte", ImageFormat.Idx)]
    [InlineData("digits.npy", ImageFormat.Npy)]
    [InlineData("digits", ImageFormat.PngFolder)]
    [InlineData("digits/", ImageFormat.PngFolder)]
    [InlineData("digits.png/", ImageFormat.PngFolder)]
    public void Parse_path_says_the_format(string path, ImageFormat expected)
        => Assert.Equal(new ImageOutput(path, expected), ImageOutput.Parse(path));

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
            "digits.jpeg: the extension \".jpeg\" is not known; expected .png (contact sheet), .idx or -idx3-ubyte (IDX), .npy (NumPy), .csv (pixels as text), .raw (pixels alone), each file but .png also with .gz, or / (folder of PNG files). Choose one of these.",
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

using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Digits;
using VaePipeline.Data.Sets;

namespace VaePipeline.Data.Tests.Sets;

public sealed class IdxFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_gives_both_parts_and_names_the_set_after_the_folder()
    {
        IdxFixture.Write(_folder["mine"]);

        var dataSet = IdxFolder.Read(_folder["mine"] + "/");

        Assert.Equal("mine", dataSet.Name);
        Assert.Equal("not stated", dataSet.Licence);
        Assert.Equal(new ImageShape(1, 28, 28), dataSet.Training.Shape);
        Assert.Equal(DigitGenerator.Generate(24, seed: 1).Pixels, dataSet.Training.Pixels);
        Assert.Equal(DigitGenerator.Generate(24, seed: 1).Labels, dataSet.Training.Labels);
        Assert.Equal(DigitGenerator.Generate(6, seed: 2).Pixels, dataSet.Test.Pixels);
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte.gz", true)]
    [InlineData("train-images.idx3-ubyte", false)]
    [InlineData("train-images.idx3-ubyte.gz", true)]
    [InlineData("train-images-idx3-ubyte", true)] // packed though the name does not say so
    public void Read_finds_files_under_all_names_in_use(string name, bool pack)
    {
        IdxFixture.Write(_folder["mine"]);
        byte[] bytes = File.ReadAllBytes(_folder["mine/train-images-idx3-ubyte"]);
        File.Delete(_folder["mine/train-images-idx3-ubyte"]);
        File.WriteAllBytes(Path.Combine(_folder["mine"], name), pack ? IdxFixture.Packed(bytes) : bytes);

        Assert.Equal(24, IdxFolder.Read(_folder["mine"]).Training.Count);
    }

    [Fact]
    public void Read_names_a_missing_file()
    {
        IdxFixture.Write(_folder["mine"]);
        File.Delete(_folder["mine/t10k-labels-idx1-ubyte"]);

        var error = Assert.Throws<BadInputException>(() => IdxFolder.Read(_folder["mine"]));

        Assert.Equal(
            $"{_folder["mine"]}: there is no t10k-labels-idx1-ubyte (nor t10k-labels-idx1-ubyte.gz, t10k-labels.idx1-ubyte.gz, t10k-labels.idx1-ubyte); "
            + "expected the files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte. "
            + "Put all four into the folder, plain or gzipped.",
            error.Message);
    }

    [Fact]
    public void Read_refuses_test_images_of_another_shape()
    {
        IdxFixture.Write(_folder["mine"]);
        File.WriteAllBytes(_folder["mine/t10k-images-idx3-ubyte"], [.. IdxFixture.Header(0x803u, 6, 2, 2), .. new byte[24]]);

        var error = Assert.Throws<BadInputException>(() => IdxFolder.Read(_folder["mine"]));

        Assert.Equal(
            $"{_folder["mine/t10k-images-idx3-ubyte"]}: images are 1x2x2; expected 1x28x28, as in {_folder["mine/train-images-idx3-ubyte"]}. Put two parts of one data set into the folder.",
            error.Message);
    }

    [Fact]
    public void Read_refuses_a_set_without_images()
    {
        IdxFixture.Write(_folder["mine"]);
        File.WriteAllBytes(_folder["mine/t10k-images-idx3-ubyte"], IdxFixture.Header(0x803u, 0, 28, 28));
        File.WriteAllBytes(_folder["mine/t10k-labels-idx1-ubyte"], IdxFixture.Header(0x801u, 0));

        var error = Assert.Throws<BadInputException>(() => IdxFolder.Read(_folder["mine"]));

        Assert.Equal($"{_folder["mine/t10k-images-idx3-ubyte"]}: it holds no images; expected at least 1. Use the whole data set.", error.Message);
    }
}

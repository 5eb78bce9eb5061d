using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Models;

namespace VaePipeline.Contracts.Tests.Models;

public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_opened_again()
    {
        ModelCard card = Cards.Put(_folder);
        ModelFolder.Write(_folder.FolderPath, card);

        ModelFolder model = ModelFolder.Open(_folder.FolderPath);

        Assert.Equal(card.ToJson(), model.Card.ToJson());
        Assert.Equal(_folder["encoder.onnx"], model.EncoderPath);
        Assert.Equal(_folder["decoder.onnx"], model.DecoderPath);
        Assert.Equal(_folder["weights.safetensors"], model.WeightsPath);
        Assert.Equal(0.002, model.Card.Training.Options.GetProperty("learningRate").GetDouble());
    }

    [Theory]
    [InlineData("encoder.onnx")]
    [InlineData("decoder.onnx")]
    [InlineData("weights.safetensors")]
    public void Open_refuses_a_file_of_another_hash(string name)
    {
        ModelCard card = Cards.Put(_folder);
        ModelFolder.Write(_folder.FolderPath, card);
        string expected = card.Files.Single(file => file.Name == name).Sha256;
        _folder.Put(name, "abc");

        // SHA-256 of "abc": the example of FIPS 180-4.
        Assert.Equal(
            $"{_folder[name]}: SHA-256 is ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad; expected {expected}, as model.json says. "
                + "Take the files of one model together, or export the model again.",
            Damage.MessageOf(() => ModelFolder.Open(_folder.FolderPath)));
    }

    [Fact]
    public void OpenForExport_verifies_the_weights_alone()
    {
        ModelFolder.Write(_folder.FolderPath, Cards.Put(_folder));
        File.Delete(_folder["encoder.onnx"]);
        _folder.Put("decoder.onnx", "abc");

        Assert.Equal(_folder["weights.safetensors"], ModelFolder.OpenForExport(_folder.FolderPath).WeightsPath);

        _folder.Put("weights.safetensors", "abc");
        Assert.StartsWith(
            $"{_folder["weights.safetensors"]}: SHA-256 is ba7816bf",
            Damage.MessageOf(() => ModelFolder.OpenForExport(_folder.FolderPath)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Open_names_a_missing_file_card_or_folder()
    {
        ModelFolder.Write(_folder.FolderPath, Cards.Put(_folder));
        File.Delete(_folder["decoder.onnx"]);

        FileNotFoundException file = Assert.Throws<FileNotFoundException>(() => ModelFolder.Open(_folder.FolderPath));
        File.Delete(_folder["model.json"]);
        FileNotFoundException card = Assert.Throws<FileNotFoundException>(() => ModelFolder.Open(_folder.FolderPath));
        DirectoryNotFoundException missing = Assert.Throws<DirectoryNotFoundException>(() => ModelFolder.Open(_folder["none"]));

        Assert.Equal($"{_folder["decoder.onnx"]}: the file does not exist; expected a file of a model folder. Check the path.", file.Message);
        Assert.Equal($"{_folder["model.json"]}: the file does not exist; expected the card of a model folder. Check the path.", card.Message);
        Assert.Equal($"{_folder["none"]}: the folder does not exist; expected a model folder with model.json. Check the path.", missing.Message);
    }

    [Fact]
    public void Open_refuses_a_file_in_place_of_a_folder()
    {
        string path = _folder.Put("decoder.onnx", "x");

        Assert.Equal(
            $"{path}: is a file; expected a model folder with model.json. Name the folder that the file lies in.",
            Damage.MessageOf(() => ModelFolder.Open(path)));
    }

    [Fact]
    public void Write_refuses_a_card_that_does_not_fit_and_keeps_the_old_one()
    {
        ModelCard card = Cards.Put(_folder);
        ModelFolder.Write(_folder.FolderPath, card);
        string old = File.ReadAllText(_folder["model.json"]);

        Assert.Throws<BadInputException>(() => ModelFolder.Write(_folder.FolderPath, card with { Decoder = card.Encoder with { Name = "../decoder.onnx" } }));
        Assert.Throws<BadInputException>(() => ModelFolder.Write(_folder.FolderPath, card with { Decoder = card.Encoder with { Name = "decoder.onnx" } }));
        Assert.Throws<FileNotFoundException>(() => ModelFolder.Write(_folder.FolderPath, card with { Decoder = card.Encoder with { Name = "none.onnx" } }));

        Assert.Equal(old, File.ReadAllText(_folder["model.json"]));
    }
}

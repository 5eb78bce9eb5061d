using System.Text.Json;
using Microsoft.ML;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Models;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Tests.Sessions;

public sealed class VaeModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("model-").FullName;

    [Fact]
    public void Open_folder_gives_decoder_and_encoder_of_its_card()
    {
        Write();
        float[] latents = TestModels.Latents(3);
        float[] images = new float[3 * TestModels.PixelCount];
        using var decoder = LatentDecoder.Open(_folder);
        using var encoder = ImageEncoder.Open(_folder);

        decoder.Decode(latents, images);

        TestModels.AssertClose(TestModels.Decoded(latents), images);
        Assert.Equal("from-the-card", decoder.Facts.ModelName);
        Assert.Equal(decoder.Facts, encoder.Facts);
    }

    [SkippableFact]
    public async Task Open_reads_each_graph_once()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs named pipes, which can be read but once");
        Write();
        Task writing = Task.WhenAll(SingleRead.Of(Path.Combine(_folder, "encoder.onnx")), SingleRead.Of(Path.Combine(_folder, "decoder.onnx")));

        (VaeModel encoder, VaeModel decoder) = await Task.Run(() => VaeModel.ReadBoth(_folder)).WaitAsync(TimeSpan.FromSeconds(60));

        await writing;
        Assert.Equal(File.ReadAllBytes(TestModels.Encoder), encoder.Onnx.Bytes);
        Assert.Equal(File.ReadAllBytes(TestModels.Decoder), decoder.Onnx.Bytes);
    }

    [Fact]
    public void ReadFacts_of_a_folder_reads_the_card_alone()
    {
        Write();
        File.Delete(Path.Combine(_folder, "decoder.onnx"));

        Assert.Equal("from-the-card", LatentDecoder.ReadFacts(_folder).ModelName);
    }

    [Fact]
    public void Open_folder_with_a_changed_file_is_refused()
    {
        Write();
        string weights = Path.Combine(_folder, "weights.safetensors");
        File.WriteAllText(weights, "other");

        BadInputException[] errors =
        [
            Assert.Throws<BadInputException>(() => LatentDecoder.Open(_folder)),
            Assert.Throws<BadInputException>(() => ImageEncoder.Open(_folder)),
            Assert.Throws<BadInputException>(() => new MLContext().Transforms.DecodeLatents(_folder)),
            Assert.Throws<BadInputException>(() => new MLContext().Transforms.EncodeImages(_folder)),
        ];

        Assert.All(errors, error => Assert.StartsWith($"{weights}: SHA-256 is ", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Open_folder_whose_card_tells_another_latent_size_is_refused()
    {
        Write(latentSize: 5);

        BadInputException error = Assert.Throws<BadInputException>(() => LatentDecoder.Open(_folder));

        Assert.Equal(
            $"{Path.Combine(_folder, "decoder.onnx")}: tensor \"latent\" is [N, 2] Float; expected [N, 5] Float, as the model's card or metadata says. Export the model again.",
            error.Message);
    }

    [Fact]
    public void Open_folder_without_a_card_is_refused()
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => LatentDecoder.Open(_folder));

        Assert.StartsWith(Path.Combine(_folder, "model.json"), error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(int latentSize = 2)
    {
        string encoder = Path.Combine(_folder, "encoder.onnx");
        string decoder = Path.Combine(_folder, "decoder.onnx");
        string weights = Path.Combine(_folder, "weights.safetensors");
        File.Copy(TestModels.Encoder, encoder);
        File.Copy(TestModels.Decoder, decoder);
        File.WriteAllText(weights, "weights");
        using JsonDocument options = JsonDocument.Parse("{}");
        ModelFolder.Write(_folder, new ModelCard
        {
            Facts = new ModelFacts { ModelName = "from-the-card", LatentSize = latentSize, Image = new ImageShape(1, 4, 4) },
            Encoder = FileEntry.Of(encoder),
            Decoder = FileEntry.Of(decoder),
            Weights = FileEntry.Of(weights),
            DataSet = new DataSetEntry { Name = "none", Sha256 = new string('0', 64), Licence = "none" },
            Training = new TrainingEntry { Options = options.RootElement.Clone(), Seed = 1, Threads = 1, Epochs = 1 },
            Metrics = new MetricsEntry { Split = "test", Images = 1, Values = new Dictionary<string, double>(), Definition = "none" },
            Versions = new Dictionary<string, string> { ["VaePipeline"] = "0.1.0" },
        });
    }
}

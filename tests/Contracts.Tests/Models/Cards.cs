using System.Text.Json;
using VaePipeline.Contracts.Models;

namespace VaePipeline.Contracts.Tests.Models;

/// <summary>A small model folder for tests; its files hold any bytes, as their hashes are all that counts.</summary>
internal static class Cards
{
    public static ModelCard Put(TemporaryFolder folder)
    {
        folder.Put("encoder.onnx", "encoder");
        folder.Put("decoder.onnx", "decoder");
        folder.Put("weights.safetensors", "weights");
        using JsonDocument options = JsonDocument.Parse("{\"epochs\":30,\"learningRate\":0.002}");
        return new ModelCard
        {
            Facts = new ModelFacts { ModelName = "mnist-2d", LatentSize = 2, Image = new ImageShape(1, 28, 28) },
            Encoder = FileEntry.Of(folder["encoder.onnx"]),
            Decoder = FileEntry.Of(folder["decoder.onnx"]),
            Weights = FileEntry.Of(folder["weights.safetensors"]),
            DataSet = new DataSetEntry { Name = "mnist", Sha256 = new string('0', 64), Licence = "CC BY-SA 3.0" },
            Training = new TrainingEntry { Options = options.RootElement.Clone(), Seed = 1, Threads = 2, Epochs = 30 },
            Metrics = new MetricsEntry
            {
                Split = "test",
                Images = 10000,
                Values = new Dictionary<string, double> { ["klDivergence"] = 6.5, ["negativeElbo"] = 150.25 },
                Definition = "nats per image: −ln p(x|z) + KL, the model's bound",
            },
            Versions = new Dictionary<string, string> { ["VaePipeline"] = "0.1.0" },
        };
    }
}

using VaePipeline.Cli;
using VaePipeline.CommandLine;
using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Numbers;
using VaePipeline.Data.Images;
using VaePipeline.Data.Sets;
using VaePipeline.Training.Evaluation;
using VaePipeline.Training.ModelFolders;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>What the repository says of its models holds.</summary>
public sealed class ShippedModelTests
{
    // SHA-256 of the 47,040,000 pixels of train-images-idx3-ubyte, without its 16 bytes of header.
    private const string MnistTrainingPixels = "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757";

    private static readonly string Folder = RepositoryRoot.File("models", "mnist-2d");

    [Theory]
    [InlineData("mnist-2d", 147.0)]
    [InlineData("mnist-2d-deep", 132.5)]
    [InlineData("mnist-20d", 100.0)]
    public void Card_names_mnist_and_the_quality_that_was_asked_for(string model, double bound)
    {
        ModelCard card = ModelFolder.Open(RepositoryRoot.File("models", model)).Card;

        Assert.Equal(MnistTrainingPixels, card.DataSet.Sha256);
        Assert.Equal(10_000, card.Metrics.Images);
        Assert.Equal("test", card.Metrics.Split);
        Assert.InRange(card.Metrics.Values["negativeElbo"], 80, bound);
    }

    [SkippableTheory]
    [Trait("Category", "Slow")]
    [InlineData("mnist-2d")]
    [InlineData("mnist-2d-deep")]
    [InlineData("mnist-20d")]
    public void Weights_reach_the_card_s_metrics_on_the_test_images(string model)
    {
        string data = RepositoryRoot.File("..", "shared", "data", "mnist");
        Skip.IfNot(Directory.Exists(data), "MNIST is not beside the checkout");
        ImageSet images = IdxFolder.Read(data).Test;
        using var network = TrainedNetwork.Open(RepositoryRoot.File("models", model));
        ModelCard card = network.Folder.Card;
        int[] all = [.. Enumerable.Range(0, images.Count)];

        var terms = ElboEvaluator.Evaluate(network.Vae, images, all, new RunSeeds(card.Training.Seed).EvaluationNoise, CancellationToken.None);

        // The card has four decimals; another machine adds in another order, which moves a sum of 784 terms by far less than this.
        Assert.Equal(card.Metrics.Values["reconstruction"], terms.Reconstruction, 0.01);
        Assert.Equal(card.Metrics.Values["klDivergence"], terms.KlDivergence, 0.01);
    }

    [Fact]
    public void Export_in_another_process_gives_the_shipped_bytes()
    {
        string folder = Directory.CreateTempSubdirectory("vae-same-").FullName;
        try
        {
            string copy = ExportedModel.Export(folder);

            Assert.All(
                ["encoder.onnx", "decoder.onnx", "model.json"],
                name => Assert.True(File.ReadAllBytes(Path.Combine(Folder, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(copy, name))), name));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("mnist-2d")]
    [InlineData("mnist-2d-deep")]
    public async Task Manifold_picture_is_what_the_shipped_decoder_draws(string model)
    {
        string shippedFolder = RepositoryRoot.File("models", model);
        string folder = Directory.CreateTempSubdirectory("vae-manifold-").FullName;
        try
        {
            string picture = Path.Combine(folder, "manifold.png");
            using StringWriter output = new(), error = new();

            int exitCode = await CliProgram.Create().RunAsync(["grid", "--model", shippedFolder, "--output", picture], new CommandConsole(output, error), CancellationToken.None);

            Assert.True(exitCode == 0, error.ToString());
            Picture drawn = PictureFile.Read(picture), shipped = PictureFile.Read(Path.Combine(shippedFolder, "manifold.png"));
            Assert.Equal((shipped.Width, shipped.Height), (drawn.Width, drawn.Height));

            // One was drawn by libtorch, the other by ONNX Runtime: a pixel between two grey levels may fall to either side.
            Assert.All(shipped.Pixels.Zip(drawn.Pixels), pixel => Assert.InRange(pixel.First - pixel.Second, -1, 1));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

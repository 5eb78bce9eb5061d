using System.CommandLine;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Commands;

/// <summary><c>train</c>: data in, model folder out.</summary>
internal static class TrainCommand
{
    private static readonly TrainingOptions Defaults = new();

    public static Command Create(CommandConsole console)
    {
        var data = new Option<string>("--data") { Description = DataOption.Description, Required = true };
        var output = new Option<string>("--output") { Description = "Model folder to write; its last part becomes the model's name.", Required = true };
        var force = new Option<bool>("--force") { Description = "Write into a folder that is not empty, replacing the model in it." };
        var network = Option("--network", Defaults.Network, $"Network: {string.Join(", ", VaeNetworks.Names)}.");
        var latentSize = Option("--latent-size", Defaults.LatentSize, "Latent dimensions.");
        var epochs = Option("--epochs", Defaults.Epochs, "How often the training images are gone through.");
        var batchSize = Option("--batch-size", Defaults.BatchSize, "Images a step.");
        var learningRate = Option("--learning-rate", Defaults.LearningRate, "Adam's rate at its peak; it falls along a cosine to zero.");
        var warmUpSteps = Option("--warm-up-steps", Defaults.WarmUpSteps, "Steps in which the rate rises to its peak; half of the run where that is less.");
        var images = new Option<int?>("--images") { Description = "Use the first N training images only. [default: all; 60000 of digits]" };
        var validation = Option("--validation", Defaults.ValidationImages, "Training images held out to choose the epoch whose weights are kept; 0 keeps the last.");
        var seed = Option("--seed", Defaults.Seed, "Decides weights, split, order and samples: same seed and threads, same model.");
        var threads = new Option<int?>("--threads") { Description = "Threads for tensor arithmetic. [default: physical cores]" };
        var command = new Command("train", "Trains a variational autoencoder and exports it as a model folder.")
        {
            data, output, force, network, latentSize, epochs, batchSize, learningRate, warmUpSteps, images, validation, seed, threads,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new TrainingOptions
            {
                Network = parsed.GetRequiredValue(network),
                LatentSize = parsed.GetValue(latentSize),
                Epochs = parsed.GetValue(epochs),
                BatchSize = parsed.GetValue(batchSize),
                LearningRate = parsed.GetValue(learningRate),
                WarmUpSteps = parsed.GetValue(warmUpSteps),
                Images = parsed.GetValue(images),
                ValidationImages = parsed.GetValue(validation),
                Seed = parsed.GetValue(seed),
                Threads = parsed.GetValue(threads) ?? Machine.PhysicalCores(),
            };
            var run = new TrainingRun(
                parsed.GetRequiredValue(data), parsed.GetRequiredValue(output), parsed.GetValue(force), options, console);

            // Off this thread, so that Ctrl-C is heard while the arithmetic runs.
            return Task.Run(() => run.ExecuteAsync(cancellationToken), CancellationToken.None);
        });
        return command.WithExamples(
            "vae train --data mnist --output models/mine",
            "vae train --data path/to/idx-files --output models/mine --latent-size 20 --epochs 60",
            "vae train --data digits --images 12000 --epochs 5 --output try --force");
    }

    private static Option<T> Option<T>(string name, T value, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}

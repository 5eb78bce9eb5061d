using System.CommandLine;
using VaePipeline.Training.Options;

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
        var config = new Option<string?>("--config") { Description = "JSON file of options, as each run writes one; options given here as well count more." };
        var resume = new Option<bool>("--resume") { Description = "Go on with the run in --output that was cut off, with its options and data, to the same weights." };
        var initFrom = new Option<string?>("--init-from") { Description = "Begin with the weights of this model folder, or of its last checkpoint." };
        var options = new TrainingOptionSet(Defaults);
        var reading = new DataOptionSet();
        var command = new Command("train", "Trains a variational autoencoder and exports it as a model folder.") { data, output, force, resume, initFrom, config };
        options.AddTo(command);
        reading.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var request = new TrainRequest
            {
                Data = parsed.GetRequiredValue(data),
                Output = parsed.GetRequiredValue(output),
                Force = parsed.GetValue(force),
                Resume = parsed.GetValue(resume),
                InitialModel = parsed.GetValue(initFrom),
                Options = run =>
                {
                    var given = parsed.GetValue(config) is { } path ? TrainingOptionsFile.Read(path) : run ?? Defaults with { Threads = Machine.PhysicalCores() };
                    given = options.Apply(parsed, given);
                    return given.With(reading.Apply(parsed, given.ToReading()));
                },
            };

            // Off this thread, so that Ctrl-C is heard while the arithmetic runs.
            return Task.Run(() => new TrainingRun(request, console).ExecuteAsync(cancellationToken), CancellationToken.None);
        });
        return command.WithExamples(
            "vae train --data mnist --output models/mine",
            "vae train --data path/to/images.csv --output models/mine --latent-size 20 --epochs 60",
            "vae train --data mnist --output models/deep --network residual --width 512 --batch-size 256 --ema 0.999",
            "vae train --data mnist --output models/deep --resume",
            "vae train --data path/to/png-folders --resize 32x32 --output models/mine",
            "vae train --data digits --images 12000 --epochs 5 --output try --force");
    }
}

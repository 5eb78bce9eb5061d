using System.CommandLine;
using VaePipeline.CommandLine;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Commands;

/// <summary><c>vae train</c>: data in, model folder out.</summary>
internal static class TrainCommand
{
    public const string Description = "Train a variational autoencoder and export it as a model folder.";

    private const string Notes = """
        OUTPUT/run/ has the options, metrics and checkpoints of the run, from which --resume goes on.
        """;

    private const string Examples = """
        vae train --data mnist --output models/mine
        vae train --data path/to/images.csv --output models/mine --latent-size 20 --epochs 60
        vae train --data mnist --output models/deep --network residual --width 512 --batch-size 256 --ema 0.999
        vae train --data mnist --output models/deep --resume
        vae train --data path/to/png-folders --resize 32x32 --output models/mine
        vae train --data digits --images 12000 --epochs 5 --output try --force
        """;

    public static ProgramCommand Create(CommandConsole console)
    {
        Option<string> data = DataSetOptions.Data();
        Option<string> output = CommonOptions.Output("Model folder to write; its last part becomes the model's name.", "FOLDER");
        Option<bool> force = CommonOptions.Force("Write into a folder that is not empty, replacing the model in it.");
        Option<string?> config = new("--config") { HelpName = "FILE.json", Description = "Options as JSON, such as the options.json of a run; options on the command line take precedence." };
        Option<bool> resume = new("--resume") { Description = "Resume the interrupted run in --output, with its options and data, to the same weights." };
        Option<string?> initFrom = new("--init-from") { HelpName = "FOLDER", Description = "Start from the weights of this model folder, or of its last checkpoint." };
        ProgramCommand command = new("train", Description, Notes, Examples) { data, output, force, resume, initFrom, config, TrainingOptionTable.Options, CommonOptions.Json(), CommonOptions.Quiet() };
        command.SetAction((parsed, cancellationToken) =>
        {
            TorchSharpLoader.Load();
            var request = new TrainRequest
            {
                Data = parsed.GetRequiredValue(data),
                Output = parsed.GetRequiredValue(output),
                Force = parsed.GetValue(force),
                Resume = parsed.GetValue(resume),
                InitialModel = parsed.GetValue(initFrom),
                Options = run => TrainingOptionTable.Options.Apply(
                    parsed, parsed.GetValue(config) is { } path ? TrainingOptionsFile.Read(path) : run ?? new TrainingOptions { Threads = PhysicalCores.Count() }),
            };
            return new TrainingRun(request, console).ExecuteAsync(cancellationToken);
        });
        return command;
    }
}

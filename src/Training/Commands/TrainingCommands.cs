using VaePipeline.CommandLine;
namespace VaePipeline.Training.Commands;

/// <summary>The commands that need TorchSharp. <c>vae</c> has them too, beside those that do without.</summary>
internal static class TrainingCommands
{
    /// <summary>The commands as the training project's own program, in the order of its help.</summary>
    public static CommandProgram CreateProgram() => new(
        "Trains variational autoencoders with TorchSharp and exports them as ONNX.",
        "vae train --data mnist --output models/mine",
        [
            new("train", TrainCommand.Description, TrainCommand.Create),
            new("export", ExportCommand.Description, ExportCommand.Create),
            new("evaluate", EvaluateCommand.Description, EvaluateCommand.Create),
        ],
        [("ONNX Runtime", "Microsoft.ML.OnnxRuntime.dll"), ("TorchSharp", "TorchSharp.dll")]);
}

using VaePipeline.Cli.Commands;
#if TRAINING
using VaePipeline.Training.Commands;
#endif

namespace VaePipeline.Cli;

/// <summary>The program with all commands.</summary>
internal static class CliProgram
{
    // Descriptions are constants and Create is called for the command that runs alone: others load no TorchSharp.
    public static CommandProgram Create() => new(
        "Trains variational autoencoders, exports them as ONNX, and generates images with them in ML.NET pipelines.",
        """
        vae generate samples/latents.csv --output digits.png
        vae grid --output manifold.png --points points.svg
        vae train --data mnist --output models/mine
        vae generate --help
        """,
        [
#if TRAINING
            new("train", TrainCommand.Description, console => TrainCommand.Create(console)),
            new("export", ExportCommand.Description, console => ExportCommand.Create(console)),
            new("evaluate", EvaluateCommand.Description, console => EvaluateCommand.Create(console)),
#endif
            new("data", DataCommand.Description, DataCommand.Create),
            new("generate", GenerateCommand.Description, GenerateCommand.Create),
            new("merge", MergeCommand.Description, MergeCommand.Create),
            new("encode", EncodeCommand.Description, EncodeCommand.Create),
            new("reconstruct", ReconstructCommand.Description, ReconstructCommand.Create),
            new("sample", SampleCommand.Description, SampleCommand.Create),
            new("interpolate", InterpolateCommand.Description, InterpolateCommand.Create),
            new("grid", GridCommand.Description, GridCommand.Create),
            new("inspect", InspectCommand.Description, InspectCommand.Create),
            Completion.Entry,
        ],
        [
            ("ONNX Runtime", "Microsoft.ML.OnnxRuntime.dll"),
            ("Microsoft.ML", "Microsoft.ML.Core.dll"),
            ("TorchSharp", "TorchSharp.dll"),
        ]);
}

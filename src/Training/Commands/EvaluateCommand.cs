using System.CommandLine;
using TorchSharp;
using VaePipeline.CommandLine;
using VaePipeline.Contracts.Numbers;
using VaePipeline.Data.Sets;
using VaePipeline.Training.Evaluation;
using VaePipeline.Training.ModelFolders;

namespace VaePipeline.Training.Commands;

/// <summary><c>vae evaluate</c>: measures a model folder on images.</summary>
internal static class EvaluateCommand
{
    public const string Description = "Measure a model on images, each figure with its definition.";

    private const string TestPart = "test";
    private const string TrainingPart = "training";

    private const string Notes = """
        Images are read, resized and split in the same way as those that the model was trained on: its card says how.
        """;

    private const string Examples = """
        vae evaluate models/mnist-2d --data mnist
        vae evaluate models/mnist-2d --data mnist --exact
        vae evaluate models/mine --data path/to/images.csv --images 1000 --importance-samples 5000 --json
        """;

    public static ProgramCommand Create(CommandConsole console)
    {
        Argument<string> folder = new("FOLDER") { Description = "Model folder: its card and weights are read." };
        Option<string> data = DataSetOptions.Data();
        TextOption part = new("--part", TextForm.OneOf(TestPart, TrainingPart), $"Which images to measure on. [default: {TestPart}]");
        Option<bool> exact = new("--exact") { Description = "Also compute -ln p(x) itself, by quadrature; for models with one or two latents." };
        ProgramCommand command = new("evaluate", Description, Notes, Examples) { folder, data, part, exact, EvaluationOptions.Table, DataSetOptions.Reading, CommonOptions.Json("Print the figures as JSON."), CommonOptions.Quiet("No progress; the figures and errors are still printed.") };
        command.SetAction((parsed, cancellationToken) =>
        {
            TorchSharpLoader.Load();
            EvaluationOptions options = new() { IsExact = parsed.GetValue(exact), Threads = PhysicalCores.Count() };
            return RunAsync(
                parsed.GetRequiredValue(folder),
                parsed.GetRequiredValue(data),
                reading => DataSetOptions.Reading.Apply(parsed, reading),
                parsed.GetValue(part) ?? TestPart,
                EvaluationOptions.Table.Apply(parsed, options).Validated(),
                console,
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string folder,
        string data,
        Func<ImageLoadOptions, ImageLoadOptions> given,
        string part,
        EvaluationOptions options,
        CommandConsole console,
        CancellationToken cancellationToken)
    {
        using var network = TrainedNetwork.Open(folder);
        if (options.IsExact && network.Vae.LatentSize > ExactNll.MaximumLatentSize)
        {
            throw BadInputException.In(
                folder,
                Invariant($"the model has {network.Vae.LatentSize} latents"),
                "one or two for --exact, which covers their space with a grid",
                "Use --importance-samples 5000 instead.");
        }

        var dataSet = await ModelData.LoadAsync(network.Folder.Card, data, given, console, cancellationToken).ConfigureAwait(false);
        torch.set_num_threads(options.Threads);
        var images = part == TestPart ? dataSet.Test : dataSet.Training;
        var seeds = new RunSeeds(options.Seed ?? network.Folder.Card.Training.Seed);
        var report = console.WithProgress<(string What, double Share), EvaluationReport>(
            progress => Invariant($"{progress.What}: {progress.Share * 100:F0} % done"),
            progress =>
            {
                var evaluation = new ModelEvaluation(network.Vae, images, options, seeds, (what, share) => progress?.Report((what, share)));
                return new EvaluationReport(network.Folder.Card, dataSet.Name, part, evaluation.Count, evaluation.Measure(cancellationToken));
            },
            plainInterval: TimeSpan.FromSeconds(10));
        await console.Results.WriteAsync(console.IsJson ? report.ToJson() : report.ToText()).ConfigureAwait(false);
        return ExitCodes.Done;
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using TorchSharp;
using VaePipeline.CommandLine;
using VaePipeline.Contracts.Numbers;
using VaePipeline.Data.Sets;
using VaePipeline.Training.Evaluation;
using VaePipeline.Training.ModelFolders;

namespace VaePipeline.Training.Commands;

/// <summary><c>evaluate</c>: measures a model folder on images.</summary>
internal static class EvaluateCommand
{
    private const string TestPart = "test";
    private const string TrainingPart = "training";

    public static Command Create(CommandConsole console)
    {
        var folder = new Argument<string>("folder") { Description = "Model folder: its card and weights are read." };
        var data = new Option<string>("--data") { Description = DataOption.Description, Required = true };
        var part = new Option<string>("--part")
        {
            Description = "Which images to measure on.",
            HelpName = $"{TestPart}|{TrainingPart}",
            DefaultValueFactory = _ => TestPart,
        };
        part.Validators.Add(CheckPart);
        var images = new Option<int?>("--images") { Description = "Measure on the first N images only. [default: all]" };
        var samples = new Option<int?>("--importance-samples") { Description = "Measure the importance-weighted bound of so many samples an image too, as 5000." };
        var proposalScale = new Option<double?>("--proposal-scale") { Description = "Draw every second of these samples with so many times the deviation of q(z|x): finds what a narrow q(z|x) misses. [default: 1]" };
        var exact = new Option<bool>("--exact") { Description = "Measure -ln p(x) itself too, by quadrature: for models of one or two latents." };
        var grid = new Option<int?>("--grid") { Description = $"Points of one latent for --exact. [default: {ExactNll.DefaultGrid(2)}, that is {ExactNll.DefaultGrid(2)} x {ExactNll.DefaultGrid(2)}; {ExactNll.DefaultGrid(1)} for one latent]" };
        var seed = new Option<long?>("--seed") { Description = "Decides the latent samples. [default: the seed of the model's run]" };
        var threads = new Option<int?>("--threads") { Description = "Threads for tensor arithmetic. [default: physical cores]" };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("evaluate", "Measures a model on images, each figure with its definition.")
        {
            folder, data, part, images, samples, proposalScale, exact, grid, seed, threads, json,
        };
        var reading = new DataOptionSet();
        reading.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new EvaluationOptions
            {
                Images = parsed.GetValue(images),
                ImportanceSamples = parsed.GetValue(samples),
                ProposalScale = parsed.GetValue(proposalScale),
                IsExact = parsed.GetValue(exact),
                Grid = parsed.GetValue(grid),
                Seed = parsed.GetValue(seed),
                Threads = parsed.GetValue(threads) ?? Machine.PhysicalCores(),
            }.Validated();

            // Off this thread, so that Ctrl-C is heard while the arithmetic runs.
            return Task.Run(
                () => RunAsync(
                    parsed.GetRequiredValue(folder),
                    parsed.GetRequiredValue(data),
                    read => reading.Apply(parsed, read),
                    parsed.GetRequiredValue(part),
                    options,
                    parsed.GetValue(json),
                    console,
                    cancellationToken),
                CancellationToken.None);
        });
        return command.WithExamples(
            "vae evaluate models/mnist-2d --data mnist",
            "vae evaluate models/mnist-2d --data mnist --exact",
            "vae evaluate models/mine --data path/to/images.csv --images 1000 --importance-samples 5000 --json");
    }

    private static void CheckPart(OptionResult result)
    {
        string found = string.Join(' ', result.Tokens.Select(token => token.Value));
        if (!result.Implicit && found is not (TestPart or TrainingPart))
        {
            result.AddError($"--part: {found}; expected {TestPart} or {TrainingPart}.");
        }
    }

    private static async Task<int> RunAsync(
        string folder,
        string data,
        Func<ImageLoadOptions, ImageLoadOptions> given,
        string part,
        EvaluationOptions options,
        bool isJson,
        CommandConsole console,
        CancellationToken cancellationToken)
    {
        using var network = TrainedNetwork.Open(folder);
        if (options.IsExact && network.Vae.LatentSize > ExactNll.MaximumLatentSize)
        {
            throw BadInputException.In(
                folder,
                string.Create(CultureInfo.InvariantCulture, $"the model has {network.Vae.LatentSize} latents"),
                "one or two for --exact, which covers their space with a grid",
                "Use --importance-samples 5000 instead.");
        }

        var dataSet = await DataOption.LoadForAsync(network.Folder.Card, data, given, console, cancellationToken).ConfigureAwait(false);
        torch.set_num_threads(options.Threads);
        var evaluation = new ModelEvaluation(
            network.Vae,
            part == TestPart ? dataSet.Test : dataSet.Training,
            options,
            new RunSeeds(options.Seed ?? network.Folder.Card.Training.Seed),
            new MeasuringProgress(console.Error).Report);
        var measured = new MeasuredModel(network.Folder.Card, dataSet.Name, part, evaluation.Count, evaluation.Measure(cancellationToken));
        await console.Out.WriteAsync(isJson ? measured.ToJson() : measured.ToText()).ConfigureAwait(false);
        return ExitCodes.Done;
    }
}

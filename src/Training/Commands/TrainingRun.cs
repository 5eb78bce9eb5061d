using System.Globalization;
using VaePipeline.Contracts.Errors;
using VaePipeline.Training.Data;
using VaePipeline.Training.Evaluation;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Commands;

/// <summary>One <c>train</c> command: checks, data, training, test, model folder, results.</summary>
/// <param name="data">What <c>--data</c> said.</param>
/// <param name="output">The model folder.</param>
/// <param name="force">Whether it may be one that is there.</param>
/// <param name="options">How to train.</param>
/// <param name="console">Where to write.</param>
internal sealed class TrainingRun(string data, string output, bool force, TrainingOptions options, CommandConsole console)
{
    /// <summary>Runs it. Everything that can be checked is checked before the first step.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var trainer = new Trainer(options);
        using var folder = OutputFolder.Open(output, force);
        try
        {
            var dataSet = await DataOption.LoadAsync(data, options.Images, options.ToReading(), console, cancellationToken).ConfigureAwait(false);
            Execute(trainer, dataSet, folder, cancellationToken);
            return ExitCodes.Done;
        }
        catch (OperationCanceledException)
        {
            await console.Error.WriteLineAsync($"cancelled: nothing was written to {output}").ConfigureAwait(false);
            throw;
        }
    }

    private void Execute(Trainer trainer, DataSet dataSet, OutputFolder folder, CancellationToken cancellationToken)
    {
        int count = dataSet.Training.Count;
        if (options.ValidationImages >= count)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"--validation: {options.ValidationImages}; expected fewer than the {count} training images. Hold out fewer, or train on more."));
        }

        var seeds = new RunSeeds(options.Seed);
        using var vae = VaeNetworks.Create(options.ToNetwork(), dataSet.Training.Shape, seeds.Weights);
        var split = TrainingSplit.Create(count, options.ValidationImages, seeds.Split);
        OutputBias.StartAtMean(vae, dataSet.Training, split.Training);
        var log = new List<string>();
        Note(log, string.Create(
            CultureInfo.InvariantCulture,
            $"{dataSet.Name}: {split.Training.Length} images train, {split.Validation.Length} choose the epoch, {dataSet.Test.Count} test; {dataSet.Training.Shape}"));
        Note(log, string.Create(
            CultureInfo.InvariantCulture,
            $"network {options.Network}, {options.LatentSize} latents, {options.Epochs} epochs, batch {options.BatchSize}, Adam {options.LearningRate} with up to {options.WarmUpSteps} steps of warm-up and cosine decay, seed {options.Seed}, {options.Threads} threads"));
        Note(log, "losses: reconstruction + KL divergence = negative ELBO, in nats per image");
        var report = Show(progress => trainer.Train(vae, dataSet.Training, split, new LoggedProgress(progress, log), cancellationToken));
        int[] all = [.. Enumerable.Range(0, dataSet.Test.Count)];
        var test = ElboEvaluator.Evaluate(vae, dataSet.Test, all, seeds.EvaluationNoise, cancellationToken);
        Note(log, string.Create(
            CultureInfo.InvariantCulture,
            $"kept epoch {report.KeptEpoch}, trained in {RemainingTime.Format(report.Duration)}; test {EpochReport.Format(test)}"));

        var (files, export) = ModelWriter.Write(folder, new TrainedModel(vae, dataSet, options, report, test, log));
        console.Out.WriteLine(FormattableString.Invariant($"{dataSet.Test.Count} test images, nats per image"));
        console.Out.WriteLine(FormattableString.Invariant($"  reconstruction  {test.Reconstruction,8:F2}"));
        console.Out.WriteLine(FormattableString.Invariant($"  KL divergence   {test.KlDivergence,8:F2}"));
        console.Out.WriteLine(FormattableString.Invariant($"  negative ELBO   {test.NegativeElbo,8:F2}"));
        console.Out.WriteLine("graphs compared with the network, in ONNX Runtime");
        console.Out.WriteLine($"  {export.Encoder.Entry.Name}  {export.Encoder.Proof}");
        console.Out.WriteLine($"  {export.Decoder.Entry.Name}  {export.Decoder.Proof}");
        console.Out.WriteLine($"written to {output}");
        foreach (string file in files)
        {
            console.Out.WriteLine(FormattableString.Invariant($"  {file,-20} {new FileInfo(Path.Combine(output, file)).Length,10} bytes"));
        }
    }

    private TrainingReport Show(Func<ITrainingProgress, TrainingReport> work) =>
        console.ErrorIsTerminal ? BarProgress.Show(console.Error, work) : work(new PlainProgress(console.Error));

    private void Note(List<string> log, string line)
    {
        log.Add(line);
        console.Error.WriteLine(line);
    }
}

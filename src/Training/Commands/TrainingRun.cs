using VaePipeline.CommandLine;
using VaePipeline.Contracts.Numbers;
using VaePipeline.Data.Sets;
using VaePipeline.Training.Batches;
using VaePipeline.Training.Checkpoints;
using VaePipeline.Training.Evaluation;
using VaePipeline.Training.ModelFolders;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Options;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Commands;

/// <summary>One <c>train</c> command: checks, data, training, test, model folder, results.</summary>
/// <param name="request">What to do.</param>
/// <param name="console">Where to write.</param>
internal sealed class TrainingRun(TrainRequest request, CommandConsole console)
{
    /// <summary>Wraps the stream that a checkpoint is written to; tests break off in it.</summary>
    internal Func<Stream, Stream> WrapCheckpoint { get; init; } = stream => stream;

    /// <summary>Runs it. Everything that can be checked is checked before the first step.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (request.Resume && (request.Force || request.InitialModel is not null))
        {
            throw new ArgumentException($"--resume: given with {(request.Force ? "--force" : "--init-from")}; expected one of them. Go on with a run, or start one.");
        }

        var initial = request.InitialModel is null ? null : InitialWeights.Read(request.InitialModel);
        var options = request.Resume ? null : CheckInitial(request.Options(null), initial).Validated();
        using var folder = options is null ? RunFolder.Resume(request.Output) : RunFolder.Create(request.Output, request.Force);
        folder.Checkpoints.Wrap = WrapCheckpoint;
        try
        {
            var start = options is null ? ReadStart(folder) : null;
            options ??= start!.Options; // not null: without options of its own a run has a start
            var dataSet = await DataOption.LoadAsync(request.Data, options.Images, options.ToReading(), console, cancellationToken).ConfigureAwait(false);
            CheckValidation(options, dataSet.Training.Count);
            var fingerprint = DataFingerprint.Of(dataSet.Training);
            using var vae = VaeNetworks.Create(options.ToNetwork(), dataSet.Training.Shape, new RunSeeds(options.Seed).Weights);
            initial?.Apply(vae);
            using var record = start is null ? RunRecord.Begin(folder, options, fingerprint) : RunRecord.Resume(folder, start, fingerprint);
            Execute(options, vae, dataSet, folder, record, cancellationToken);
            return ExitCodes.Done;
        }
        catch (OperationCanceledException)
        {
            string line = folder.Checkpoints.Steps is [.., var last]
                ? FormattableString.Invariant($"cancelled: the run is kept at step {last}; go on with `vae train --data {request.Data} --output {request.Output} --resume`")
                : $"cancelled: nothing was written to {request.Output}";
            await console.Error.WriteLineAsync(line).ConfigureAwait(false);
            throw;
        }
    }

    private static TrainingOptions CheckInitial(TrainingOptions options, InitialWeights? initial) =>
        initial is not null || options.InitialWeights is null
            ? options with { InitialWeights = initial?.Sha256 }
            : throw new ArgumentException($"--config: \"initialWeights\" is {options.InitialWeights}; expected --init-from with the folder of these weights. Add it, or take the line out.");

    private Checkpoint ReadStart(RunFolder folder)
    {
        var start = folder.Checkpoints.ReadLast();
        string file = folder.Checkpoints.PathOf(start.State.Step);
        if (File.Exists(folder.OptionsPath) && OptionsDifference.Describe(start.Options, TrainingOptionsFile.Read(folder.OptionsPath)) is { Length: > 0 } changed)
        {
            throw new BadInputException($"{folder.OptionsPath}: {changed.Replace("the run has", $"{Path.GetFileName(file)} has", StringComparison.Ordinal)} Expected the options of its checkpoints. Put the file back, or the checkpoint where it belongs.");
        }

        return OptionsDifference.Describe(start.Options, request.Options(start.Options).Validated()) is { Length: > 0 } difference
            ? throw new BadInputException($"--resume: {difference} Expected the options of the run. Leave out those that differ, or start a new run with another --output.")
            : start;
    }

    private static void CheckValidation(TrainingOptions options, int count)
    {
        if (options.ValidationImages >= count)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"--validation: {options.ValidationImages}; expected fewer than the {count} training images. Hold out fewer, or train on more."));
        }
    }

    private void Execute(
        TrainingOptions options, Vae vae, DataSet dataSet, RunFolder folder, RunRecord record, CancellationToken cancellationToken)
    {
        var seeds = new RunSeeds(options.Seed);
        var split = TrainingSplit.Create(dataSet.Training.Count, options.ValidationImages, seeds.Split);
        if (options.InitialWeights is null)
        {
            OutputBias.StartAtMean(vae, dataSet.Training, split.Training);
        }

        var log = new List<string>();
        Note(log, string.Create(
            CultureInfo.InvariantCulture,
            $"{dataSet.Name}: {split.Training.Length} images train, {split.Validation.Length} choose the epoch, {dataSet.Test.Count} test; {dataSet.Training.Shape}"));
        Note(log, string.Create(
            CultureInfo.InvariantCulture,
            $"network {options.Network}, {options.LatentSize} latents, {options.Epochs} epochs, batch {options.BatchSize}, Adam {options.LearningRate} with up to {options.WarmUpSteps} steps of warm-up and cosine decay, seed {options.Seed}, {options.Threads} threads"));
        if (options.InitialWeights is { } sha256)
        {
            Note(log, $"begins with weights whose file has SHA-256 {sha256}");
        }

        Note(log, "losses: reconstruction + KL divergence = negative ELBO, in nats per image");
        if (record.Start is { } start)
        {
            console.Error.WriteLine(FormattableString.Invariant($"goes on behind step {start.State.Step}"));
        }

        var report = Show(progress =>
        {
            using var loop = new TrainingLoop(options, vae, dataSet.Training, split, new LoggedProgress(progress, log), record);
            return loop.Run(cancellationToken);
        });
        int[] all = [.. Enumerable.Range(0, dataSet.Test.Count)];
        var test = ElboEvaluator.Evaluate(vae, dataSet.Test, all, seeds.EvaluationNoise, cancellationToken);
        Note(log, string.Create(
            CultureInfo.InvariantCulture,
            $"kept epoch {report.KeptEpoch}, trained in {RemainingTime.Format(report.Duration)}; test {EpochReport.Format(test)}"));

        var (files, export) = ModelWriter.Write(folder, new TrainedModel(vae, dataSet, options, report, test, log));
        record.Finish(report, test);
        console.Out.WriteLine(FormattableString.Invariant($"{dataSet.Test.Count} test images, nats per image"));
        console.Out.WriteLine(FormattableString.Invariant($"  reconstruction  {test.Reconstruction,8:F2}"));
        console.Out.WriteLine(FormattableString.Invariant($"  KL divergence   {test.KlDivergence,8:F2}"));
        console.Out.WriteLine(FormattableString.Invariant($"  negative ELBO   {test.NegativeElbo,8:F2}"));
        console.Out.WriteLine("graphs compared with the network, in ONNX Runtime");
        console.Out.WriteLine($"  {export.Encoder.Entry.Name}  {export.Encoder.Proof}");
        console.Out.WriteLine($"  {export.Decoder.Entry.Name}  {export.Decoder.Proof}");
        console.Out.WriteLine($"written to {request.Output}");
        foreach (string file in files)
        {
            console.Out.WriteLine(FormattableString.Invariant($"  {file,-20} {new FileInfo(Path.Combine(request.Output, file)).Length,10} bytes"));
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

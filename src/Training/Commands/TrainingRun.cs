using System.Text.Json;
using VaePipeline.CommandLine;
using VaePipeline.Contracts.Numbers;
using VaePipeline.Data.Sets;
using VaePipeline.Training.Batches;
using VaePipeline.Training.Checkpoints;
using VaePipeline.Training.Evaluation;
using VaePipeline.Training.Export;
using VaePipeline.Training.ModelFolders;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Options;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Commands;

/// <summary>What a <c>train</c> command asks for.</summary>
internal sealed record TrainRequest
{
    /// <summary>What <c>--data</c> said.</summary>
    public required string Data { get; init; }

    /// <summary>The model folder.</summary>
    public required string Output { get; init; }

    /// <summary>Whether the folder may be one that is there.</summary>
    public bool Force { get; init; }

    /// <summary>Whether to go on with the run that is in the folder.</summary>
    public bool Resume { get; init; }

    /// <summary>The model folder whose weights the run begins with; null for fresh ones.</summary>
    public string? InitialModel { get; init; }

    /// <summary>What the command line and its <c>--config</c> make of a run's options, or of null if there is no run yet; not yet validated.</summary>
    public required Func<TrainingOptions?, TrainingOptions> Options { get; init; }
}

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
            var dataSet = await DataSetOptions.LoadAsync(request.Data, options.Images, options.ToReading(), console, cancellationToken).ConfigureAwait(false);
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
            console.Advice = folder.Checkpoints.Steps is [.., var last]
                ? Invariant($"The run is kept at step {last}. Run `vae train --data {request.Data} --output {request.Output} --resume` to go on.")
                : $"Nothing was written to {request.Output}.";
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
            throw new ArgumentException(Invariant($"--validation: {options.ValidationImages}; expected fewer than the {count} training images. Hold out fewer, or train on more."));
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

        var progress = new TrainingProgress(console);
        progress.Note(Invariant($"{dataSet.Name}: {split.Training.Length} images train, {split.Validation.Length} choose the epoch, {dataSet.Test.Count} test; {dataSet.Training.Shape}"));
        progress.Note(Invariant($"network {options.Network}, {options.LatentSize} latents, {options.Epochs} epochs, batch {options.BatchSize}, Adam {options.LearningRate} with up to {options.WarmUpSteps} steps of warm-up and cosine decay, seed {options.Seed}, {options.Threads} threads"));
        if (options.InitialWeights is { } sha256)
        {
            progress.Note($"begins with weights whose file has SHA-256 {sha256}");
        }

        progress.Note("losses: reconstruction + KL divergence = negative ELBO, in nats per image");
        if (record.Start is { } start && !console.IsQuiet && !console.IsJson)
        {
            console.Note(Invariant($"goes on after step {start.State.Step}"));
        }

        var report = progress.WithBar(() =>
        {
            using var loop = new TrainingLoop(options, vae, dataSet.Training, split, progress, record);
            return loop.Run(cancellationToken);
        });
        int[] all = [.. Enumerable.Range(0, dataSet.Test.Count)];
        var test = ElboEvaluator.Evaluate(vae, dataSet.Test, all, seeds.EvaluationNoise, cancellationToken);
        progress.Note(Invariant($"kept epoch {report.KeptEpoch}, trained in {Durations.Format(report.Duration)}; test {EpochReport.Format(test)}"));

        var (names, export) = ModelWriter.Write(folder, new TrainedModel(vae, dataSet, options, report, test, progress.Log));
        record.Finish(report, test);
        var files = names.ToDictionary(name => name, name => new FileInfo(Path.Combine(request.Output, name)).Length);
        console.Report(
            () => Table(dataSet.Test.Count, test, export, files),
            () => JsonSerializer.Serialize(
                new TrainedEvent("done", request.Output, report.KeptEpoch, report.Steps, report.Duration.TotalSeconds, dataSet.Test.Count, test, files), TrainingJson.Default.TrainedEvent));
    }

    private ResultTable Table(int testImages, ElboTerms test, VaeExportReport export, Dictionary<string, long> files)
    {
        var table = new ResultTable();
        table.Add("test images", testImages.ToString(CultureInfo.InvariantCulture));
        table.Add("reconstruction", Nats(test.Reconstruction));
        table.Add("KL divergence", Nats(test.KlDivergence));
        table.Add("negative ELBO", Nats(test.NegativeElbo));
        table.Add(export.Encoder.Entry.Name, export.Encoder.Proof);
        table.Add(export.Decoder.Entry.Name, export.Decoder.Proof);
        table.Add("written", request.Output);
        foreach (var (name, bytes) in files)
        {
            table.Add("", Invariant($"{name,-20} {bytes,10} bytes"));
        }

        return table;

        static string Nats(double value) => Invariant($"{value,8:F2} nats per image");
    }
}

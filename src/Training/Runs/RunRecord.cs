using VaePipeline.Training.Checkpoints;
using VaePipeline.Training.Metrics;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Optimization;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Runs;

/// <summary>
/// What a run leaves behind as it goes: <c>metrics.jsonl</c>, TensorBoard's event files and checkpoints. Of a run that
/// goes on from a checkpoint, what was written beyond it is cut off first.
/// </summary>
internal sealed class RunRecord : IDisposable
{
    private readonly CheckpointFolder _checkpoints;
    private readonly TrainingOptions _options;
    private readonly DataFingerprint _data;
    private readonly string _folder;
    private readonly MetricsFile _metrics;
    private readonly EventWriter _events;

    private RunRecord(RunFolder folder, TrainingOptions options, DataFingerprint data, Checkpoint? start)
    {
        _checkpoints = folder.Checkpoints;
        _folder = folder.FullPath;
        _options = options;
        _data = data;
        Start = start;
        _metrics = new MetricsFile(folder.MetricsPath, start?.State.Step ?? 0);
        _events = new EventWriter(_folder, _metrics.Earlier);
        Epochs = [.. _metrics.Earlier.Where(line => line.Kind == MetricsLine.EpochEnd).Select(ReportOf)];
    }

    /// <summary>The checkpoint that the run goes on from; null where it begins.</summary>
    public Checkpoint? Start { get; }

    /// <summary>Reports of the epochs before <see cref="Start"/>.</summary>
    public IReadOnlyList<EpochReport> Epochs { get; }

    /// <summary>Begins a new run; what an earlier one left in the folder is deleted.</summary>
    public static RunRecord Begin(RunFolder folder, TrainingOptions options, DataFingerprint data)
    {
        folder.Begin(options);
        return new RunRecord(folder, options, data, start: null);
    }

    /// <summary>Goes on with a run.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="start">Its last checkpoint.</param>
    /// <param name="data">What it would train on now.</param>
    /// <exception cref="BadInputException">The data are others, or the folder is not as the run left it.</exception>
    public static RunRecord Resume(RunFolder folder, Checkpoint start, DataFingerprint data)
    {
        if (start.Data != data)
        {
            throw new BadInputException($"--data: it has {data}; the run was trained on {start.Data}. Give the data of the run, or start a new one without --resume.");
        }

        var record = new RunRecord(folder, start.Options, data, start);
        int expected = (int)(start.State.Step / start.State.StepsPerEpoch);
        if (record.Epochs.Count == expected)
        {
            return record;
        }

        record.Dispose();
        throw BadInputException.In(
            folder.MetricsPath,
            Invariant($"{record.Epochs.Count} epochs up to step {start.State.Step}"),
            Invariant($"{expected}, as the checkpoint has them"),
            "Put the file back as the run left it, or start the run anew.");
    }

    /// <summary>Weights of the best epoch before <see cref="Start"/>, as they were measured; null where there is none.</summary>
    public RunTensors? ReadBest() => Start?.State.BestStep switch
    {
        null or 0 => null,
        long step when step == Start.State.Step => Start.Tensors,
        long step => _checkpoints.Read(step).Tensors,
    };

    /// <summary>Notes how some steps went.</summary>
    public void AddSteps(RunState state, int epoch, double learningRate, double imagesPerSecond) => Add(new MetricsLine
    {
        Kind = MetricsLine.Steps,
        Step = state.Step,
        Epoch = epoch,
        Train = state.Window.Mean(),
        LearningRate = learningRate,
        ImagesPerSecond = imagesPerSecond,
        Seconds = state.Seconds,
    });

    /// <summary>Notes how an epoch went.</summary>
    public void AddEpoch(RunState state, EpochReport epoch) => Add(new MetricsLine
    {
        Kind = MetricsLine.EpochEnd,
        Step = state.Step,
        Epoch = epoch.Epoch,
        Train = epoch.Training,
        Validation = epoch.Validation,
        IsBest = epoch.IsBest,
        ImagesPerSecond = epoch.ImagesPerSecond,
        Seconds = state.Seconds,
    });

    /// <summary>Notes that the model is in its place: there is nothing left to resume.</summary>
    public void Finish(TrainingReport report, ElboTerms test) => Add(new MetricsLine
    {
        Kind = MetricsLine.RunEnd,
        Step = report.Steps,
        Epoch = report.KeptEpoch,
        Test = test,
        Seconds = report.Duration.TotalSeconds,
    });

    /// <summary>Writes a checkpoint, after the lines that belong to it.</summary>
    /// <exception cref="IOException">The disk is full or failed; the earlier checkpoints are whole.</exception>
    public void Save(RunState state, RunTensors tensors)
    {
        Write(_metrics.Flush);
        _checkpoints.Save(new Checkpoint(state, _options, _data, tensors));
    }

    /// <summary>Path of the last checkpoint; null where there is none.</summary>
    public string? LastCheckpoint => _checkpoints.Steps is [.., var last] ? _checkpoints.PathOf(last) : null;

    public void Dispose() => _metrics.Dispose();

    private void Add(MetricsLine line) => Write(() =>
    {
        _metrics.Append(line);
        _events.Write(line);
    });

    private void Write(Action write)
    {
        try
        {
            write();
        }
        catch (IOException exception)
        {
            throw DiskErrors.Failed(_folder, "the run's measurements cannot be written", exception, "Make room, then go on with --resume.");
        }
    }

    private EpochReport ReportOf(MetricsLine line) => new(
        line.Epoch, _options.Epochs, line.Train.GetValueOrDefault(), line.Validation, line.IsBest ?? false, line.ImagesPerSecond ?? 0);
}

using VaePipeline.Contracts.Files;

namespace VaePipeline.Training.Checkpoints;

/// <summary>
/// The checkpoints of a run, a file each, named by their steps. Kept are the last three and those of the best epochs
/// that they name. A file gets its name only when it is whole and on the disk.
/// </summary>
/// <param name="path">The folder; made when the first checkpoint is written.</param>
internal sealed class CheckpointFolder(string path)
{
    /// <summary>How many of the last checkpoints are kept.</summary>
    public const int Kept = 3;

    private const string Prefix = "step-";
    private const string Extension = ".safetensors";

    /// <summary>Best step that each checkpoint of this process names, by its own step; that one where it names none.</summary>
    private readonly Dictionary<long, long> _bestSteps = [];

    /// <summary>Wraps the stream that a checkpoint is written to; tests break off in it.</summary>
    internal Func<Stream, Stream> Wrap { get; set; } = stream => stream;

    /// <summary>Steps of the checkpoints, the earliest first.</summary>
    public IReadOnlyList<long> Steps => !Directory.Exists(path)
        ? []
        : [.. Directory.EnumerateFiles(path, $"{Prefix}*{Extension}").Select(StepOf).OfType<long>().Order()];

    /// <summary>Path of the checkpoint of a step.</summary>
    public string PathOf(long step) => Path.Combine(path, Invariant($"{Prefix}{step:D9}{Extension}"));

    /// <summary>Writes a checkpoint, then deletes those that are no longer needed.</summary>
    /// <exception cref="IOException">The disk is full or failed; the earlier checkpoints are whole.</exception>
    public void Save(Checkpoint checkpoint)
    {
        string file = PathOf(checkpoint.State.Step);
        try
        {
            Directory.CreateDirectory(path);
            AtomicFile.Write(file, stream => CheckpointFile.Write(Wrap(stream), checkpoint));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string whole = Steps is [.., var last]
                ? $"The last whole one is {Path.GetFileName(PathOf(last))}: make room, then go on with --resume."
                : "There is none yet: make room, then start again.";
            throw DiskErrors.Failed(file, "the checkpoint cannot be written", exception, whole);
        }

        Note(checkpoint.State);
        DeleteOld();
    }

    /// <summary>Reads the last checkpoint, of which there must be one. What a write that was cut off left is deleted.</summary>
    /// <exception cref="BadInputException">The last checkpoint is damaged or of a newer format.</exception>
    public Checkpoint ReadLast()
    {
        foreach (string left in Directory.EnumerateFiles(path, ".*.tmp"))
        {
            File.Delete(left);
        }

        long last = Steps[^1];
        var checkpoint = Read(last);
        Note(checkpoint.State);
        return checkpoint;
    }

    /// <summary>Reads the checkpoint of a step.</summary>
    /// <exception cref="BadInputException">It is missing, damaged, of a newer format or another step's.</exception>
    public Checkpoint Read(long step)
    {
        string file = PathOf(step);
        if (!File.Exists(file))
        {
            throw BadInputException.In(file, "the file is missing", "the checkpoint of the best epoch, which a later one names", "Put it back, or start the run anew.");
        }

        try
        {
            var checkpoint = CheckpointFile.Read(file);
            return checkpoint.State.Step == step
                ? checkpoint
                : throw BadInputException.In(
                    file, Invariant($"it holds step {checkpoint.State.Step}"), Invariant($"step {step}"), "Give the file its own name again.");
        }
        catch (BadInputException exception) when (Steps is [.., var before, var last] && last == step)
        {
            throw new BadInputException($"{exception.Message} Or delete it: the run then resumes from {Path.GetFileName(PathOf(before))}.", exception);
        }
    }

    private void Note(RunState state) => _bestSteps[state.Step] = state.BestStep > 0 ? state.BestStep : state.Step;

    private void DeleteOld()
    {
        var steps = Steps;
        var kept = steps.TakeLast(Kept).ToArray();
        // What a checkpoint of an earlier process names is not known, unless it was read; then what came before it stays.
        long unknown = kept.LastOrDefault(step => !_bestSteps.ContainsKey(step), -1);
        var needed = kept.Concat(kept.Select(step => _bestSteps.GetValueOrDefault(step, step))).ToHashSet();
        foreach (long step in steps.Where(step => step > unknown && !needed.Contains(step)))
        {
            File.Delete(PathOf(step));
        }
    }

    private static long? StepOf(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file)[Prefix.Length..];
        return long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? step : null;
    }
}

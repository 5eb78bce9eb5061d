using VaePipeline.Training.Checkpoints;
using VaePipeline.Training.Metrics;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Runs;

/// <summary>
/// The folder <c>run</c> in a model folder: options, measurements, event files and checkpoints of the run that makes the
/// model. As long as this object lives no other run may write there.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>Its name.</summary>
    public const string Name = "run";

    private const string LockName = "lock";
    private const string StagingName = "model";

    private readonly string _modelFolder;
    private readonly bool _force;
    private readonly FileStream _lock;
    private readonly bool _isOurs;

    private RunFolder(string modelFolder, bool force, FileStream lockStream, bool isOurs)
    {
        _modelFolder = modelFolder;
        _force = force;
        _lock = lockStream;
        _isOurs = isOurs;
        FullPath = Path.Combine(modelFolder, Name);
        Checkpoints = CheckpointFolder.Of(modelFolder);
    }

    /// <summary>The folder <c>run</c>.</summary>
    public string FullPath { get; }

    /// <summary>Its checkpoints.</summary>
    public CheckpointFolder Checkpoints { get; }

    /// <summary>Its measurements.</summary>
    public string MetricsPath => Path.Combine(FullPath, MetricsFile.Name);

    /// <summary>Its options, as <c>--config</c> reads them.</summary>
    public string OptionsPath => Path.Combine(FullPath, TrainingOptionsFile.Name);

    /// <summary>Whether the model is in its place.</summary>
    public bool IsFinished => IsFinishedIn(_modelFolder);

    /// <summary>Makes sure, before any work, that the model folder may and can be written, and locks it.</summary>
    /// <param name="path">The model folder; made with its parents, where it is not there.</param>
    /// <param name="force">Whether it may hold files. Files of the same name are replaced at the end of the run.</param>
    /// <exception cref="UnwritableOutputException">It may not, or cannot, or another run is writing there.</exception>
    public static RunFolder Create(string path, bool force)
    {
        string target = OutputFolder.Check(path);
        return Open(path, target, force, () =>
        {
            if (!force && HasCheckpoints(target) && !IsFinishedIn(target))
            {
                throw new UnwritableOutputException(
                    $"{path}: the folder holds a run that is not finished; expected a new or empty folder. Go on with --resume, choose another --output, or add --force to start anew.");
            }

            if (!force && !OutputFolder.IsEmpty(target))
            {
                throw new UnwritableOutputException(
                    $"{path}: the folder is not empty; expected a new or empty one. Choose another --output, or add --force to replace the model in it.");
            }
        });
    }

    /// <summary>Locks the folder of a run that was cut off.</summary>
    /// <param name="path">The model folder.</param>
    /// <exception cref="BadInputException">There is no run with a checkpoint, or it is finished.</exception>
    /// <exception cref="UnwritableOutputException">Another run is writing there, or nobody may.</exception>
    public static RunFolder Resume(string path)
    {
        string target = OutputFolder.Check(path);
        if (!HasCheckpoints(target))
        {
            throw BadInputException.In(path, "there is no checkpoint of a run", $"the folder of a run that was cut off, with {Name}/checkpoints", "Check --output, or start the run without --resume.");
        }

        // What the run has begun to move to its place may be there.
        var folder = Open(path, target, force: true, () => { });
        if (folder.IsFinished)
        {
            folder.Dispose();
            throw BadInputException.In(path, "the run is finished", "a run that was cut off", "Its model is in the folder: there is nothing to resume.");
        }

        return folder;
    }

    /// <summary>The files of the model, to be moved to their place at the end.</summary>
    public OutputFolder CreateOutput() => new(_modelFolder, Path.Combine(FullPath, StagingName), _force);

    /// <summary>Deletes what an earlier run left in the folder, but for its model, and writes the options.</summary>
    public void Begin(TrainingOptions options)
    {
        foreach (string file in Directory.GetFiles(FullPath).Where(file => Path.GetFileName(file) != LockName))
        {
            File.Delete(file);
        }

        foreach (string folder in Directory.GetDirectories(FullPath))
        {
            Directory.Delete(folder, recursive: true);
        }

        TrainingOptionsFile.Write(OptionsPath, options);
    }

    /// <summary>Unlocks the folder, and removes it where this object made it and no checkpoint is in it.</summary>
    public void Dispose()
    {
        bool isEmpty = _isOurs && Checkpoints.Steps.Count == 0;
        _lock.Dispose();
        if (isEmpty && Directory.Exists(FullPath))
        {
            Directory.Delete(FullPath, recursive: true);
            if (!Directory.EnumerateFileSystemEntries(_modelFolder).Any())
            {
                Directory.Delete(_modelFolder);
            }
        }
    }

    private static RunFolder Open(string path, string target, bool force, Action check)
    {
        string folder = Path.Combine(target, Name);
        try
        {
            // Where a run is on, that is what matters; a folder of somebody else gets no file of ours before it is refused.
            bool isOurs = !Directory.Exists(folder);
            if (isOurs)
            {
                check();
            }

            Directory.CreateDirectory(folder);
            var lockStream = Lock(path, Path.Combine(folder, LockName));
            try
            {
                check();
                return new RunFolder(target, force, lockStream, isOurs);
            }
            catch
            {
                lockStream.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or (IOException and not UnwritableOutputException))
        {
            throw new UnwritableOutputException(
                $"{path}: the folder cannot be written ({exception.Message.TrimEnd('.')}); expected a path that this user may write. Choose another --output.", exception);
        }
    }

    // The system drops the lock when the process ends, however it ends.
    private static FileStream Lock(string path, string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
        }
        catch (IOException exception) when (File.Exists(file))
        {
            throw new UnwritableOutputException(
                $"{path}: another run is writing into this folder; expected one at a time. Wait for it, or choose another --output.", exception);
        }
    }

    private static bool IsFinishedIn(string target) =>
        MetricsFile.Read(Path.Combine(target, Name, MetricsFile.Name)).Any(line => line.Kind == MetricsLine.RunEnd);

    private static bool HasCheckpoints(string target) => CheckpointFolder.Of(target).Steps.Count > 0;
}

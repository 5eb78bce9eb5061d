using VaePipeline.Contracts.Files;
using VaePipeline.Training.Checkpoints;
using VaePipeline.Training.Metrics;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Runs;

/// <summary>
/// The folder <c>run</c> in a model folder: options, measurements, event files and checkpoints of the run that makes the
/// model, and at the end the model's files, until they move to their place as a whole. As long as this object lives, no
/// other run may write there.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>Its name.</summary>
    public const string Name = "run";

    private const string StagingName = "model";

    private readonly string _modelFolder;
    private readonly bool _force;
    private readonly WorkFolder _work;

    private RunFolder(string path, string modelFolder, bool force, Action check)
    {
        _modelFolder = modelFolder;
        _force = force;
        _work = WorkFolder.Open(Path.Combine(modelFolder, Name), where: path, check);
        Checkpoints = CheckpointsOf(modelFolder);
    }

    /// <summary>The folder <c>run</c>.</summary>
    public string FullPath => _work.FullPath;

    /// <summary>The model's name: that of its folder.</summary>
    public string ModelName => Path.GetFileName(_modelFolder);

    /// <summary>Its checkpoints.</summary>
    public CheckpointFolder Checkpoints { get; }

    /// <summary>Its measurements.</summary>
    public string MetricsPath => _work.In(MetricsFile.Name);

    /// <summary>Its options, as <c>--config</c> reads them.</summary>
    public string OptionsPath => _work.In(TrainingOptionsFile.Name);

    /// <summary>Whether the model is in its place.</summary>
    public bool IsFinished => IsFinishedIn(_modelFolder);

    /// <summary>The checkpoints of the run in a model folder.</summary>
    public static CheckpointFolder CheckpointsOf(string modelFolder) => new(Path.Combine(modelFolder, Name, "checkpoints"));

    /// <summary>Makes sure, before any work, that the model folder may and can be written, and locks it.</summary>
    /// <param name="path">The model folder; made with its parents, where it is not there.</param>
    /// <param name="force">Whether it may hold files. Files of the same name are replaced at the end of the run.</param>
    /// <exception cref="UnwritableOutputException">It may not, or cannot, or another run is writing there.</exception>
    public static RunFolder Create(string path, bool force)
    {
        string target = TargetOf(path);
        return new RunFolder(path, target, force, () =>
        {
            if (!force && HasCheckpoints(target) && !IsFinishedIn(target))
            {
                throw new UnwritableOutputException(
                    $"{path}: the folder holds a run that is not finished; expected a new or empty folder. Go on with --resume, choose another --output, or add --force to start anew.");
            }

            if (!force && !IsEmpty(target))
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
        string target = TargetOf(path);
        if (!HasCheckpoints(target))
        {
            throw BadInputException.In(path, "there is no checkpoint of a run", $"the folder of a run that was cut off, with {Name}/checkpoints", "Check --output, or start the run without --resume.");
        }

        // What the run has begun to move to its place may be there.
        var folder = new RunFolder(path, target, force: true, () => { });
        if (folder.IsFinished)
        {
            folder.Dispose();
            throw BadInputException.In(path, "the run is finished", "a run that was cut off", "Its model is in the folder: there is nothing to resume.");
        }

        return folder;
    }

    /// <summary>Deletes what an earlier run left in the folder, but for its model, and writes the options.</summary>
    public void Begin(TrainingOptions options)
    {
        _work.Clear();
        TrainingOptionsFile.Write(OptionsPath, options);
    }

    /// <summary>Makes a folder for the files of the model; disposed before <see cref="Publish"/>, it vanishes.</summary>
    public StagedFolder StageModel() => new(_work.In(StagingName));

    /// <summary>Moves the files of the model to their place. Files of the same name there are replaced.</summary>
    /// <param name="model">What <see cref="StageModel"/> made.</param>
    /// <param name="last">Name of the file that moves last, as it tells readers what the others must be: the card.</param>
    /// <returns>Names of the files, in ordinal order.</returns>
    /// <exception cref="UnwritableOutputException">
    /// The folder was filled or became unwritable meanwhile. The work of the run is not lost: it stays where it was staged.
    /// </exception>
    public IReadOnlyList<string> Publish(StagedFolder model, string last)
    {
        model.Keep();
        try
        {
            if (!_force && !IsEmpty(_modelFolder))
            {
                throw new IOException("the folder was filled during the run");
            }

            var names = StagedFolder.MoveFiles(model.FullPath, _modelFolder, last, overwrite: true);
            Directory.Delete(model.FullPath);
            return names;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnwritableOutputException(
                $"{_modelFolder}: {exception.Message.TrimEnd('.')}; expected a new or empty folder that this user may write. The model is whole in {model.FullPath}: move it to where you want it.", exception);
        }
    }

    /// <summary>Unlocks the folder, and removes it where this object made it and no checkpoint is in it.</summary>
    public void Dispose()
    {
        if (!_work.IsNew || Checkpoints.Steps.Count > 0)
        {
            _work.Dispose();
            return;
        }

        _work.Delete();
        if (Directory.Exists(_modelFolder) && !Directory.EnumerateFileSystemEntries(_modelFolder).Any())
        {
            Directory.Delete(_modelFolder);
        }
    }

    private static string TargetOf(string path)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(target))
        {
            throw new UnwritableOutputException($"{path}: it is a file; expected a folder. Choose another --output.");
        }

        return Path.GetFileName(target).Length > 0
            ? target
            : throw new UnwritableOutputException($"{path}: it is the root of a file system; expected a folder for one model. Choose another --output.");
    }

    // Of anything that does not belong to a run.
    private static bool IsEmpty(string target) => !Directory.Exists(target)
        || Directory.EnumerateFileSystemEntries(target).All(entry => Path.GetFileName(entry) == Name);

    private static bool IsFinishedIn(string target) =>
        MetricsFile.Read(Path.Combine(target, Name, MetricsFile.Name)).Any(line => line.Kind == MetricsLine.RunEnd);

    private static bool HasCheckpoints(string target) => CheckpointsOf(target).Steps.Count > 0;
}

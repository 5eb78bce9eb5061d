using VaePipeline.Contracts.Files;
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

    private const string StagingName = "model";

    private readonly string _modelFolder;
    private readonly bool _force;
    private readonly WorkFolder _work;

    private RunFolder(string modelFolder, bool force, WorkFolder work)
    {
        _modelFolder = modelFolder;
        _force = force;
        _work = work;
        Checkpoints = CheckpointsOf(modelFolder);
    }

    /// <summary>The folder <c>run</c>.</summary>
    public string FullPath => _work.FullPath;

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
    public OutputFolder CreateOutput() => new(_modelFolder, _work.In(StagingName), _force);

    /// <summary>Deletes what an earlier run left in the folder, but for its model, and writes the options.</summary>
    public void Begin(TrainingOptions options)
    {
        _work.Clear();
        TrainingOptionsFile.Write(OptionsPath, options);
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

    private static RunFolder Open(string path, string target, bool force, Action check) =>
        new(target, force, WorkFolder.Open(Path.Combine(target, Name), where: path, check));

    private static bool IsFinishedIn(string target) =>
        MetricsFile.Read(Path.Combine(target, Name, MetricsFile.Name)).Any(line => line.Kind == MetricsLine.RunEnd);

    private static bool HasCheckpoints(string target) => CheckpointsOf(target).Steps.Count > 0;
}

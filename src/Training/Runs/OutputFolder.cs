using VaePipeline.Contracts.Errors;

namespace VaePipeline.Training.Runs;

/// <summary>
/// A folder that is written as a whole: files go into a hidden folder beside it and move at the end. Until
/// <see cref="Commit"/>, and if it is never called, what was there stays as it was.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string _target;
    private readonly bool _force;
    private bool _isFinished;

    private OutputFolder(string target, string stagingPath, bool force)
    {
        _target = target;
        _force = force;
        StagingPath = stagingPath;
    }

    /// <summary>Where to write; exists.</summary>
    public string StagingPath { get; }

    /// <summary>Name of the folder, without the path to it.</summary>
    public string Name => Path.GetFileName(_target);

    /// <summary>Makes sure, before any work, that the folder may and can be written.</summary>
    /// <param name="path">The folder; made with its parents at the end, where it is not there.</param>
    /// <param name="force">Whether files may be put into a folder that is not empty. Files of the same name are replaced.</param>
    /// <exception cref="UnwritableOutputException">It may not, or cannot.</exception>
    public static OutputFolder Open(string path, bool force)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(target))
        {
            throw new UnwritableOutputException($"{path}: it is a file; expected a folder. Choose another --output.");
        }

        if (Path.GetFileName(target).Length == 0)
        {
            throw new UnwritableOutputException($"{path}: it is the root of a file system; expected a folder for one model. Choose another --output.");
        }

        try
        {
            if (!force && Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            {
                throw new UnwritableOutputException(
                    $"{path}: the folder is not empty; expected a new or empty one. Choose another --output, or add --force to replace the model in it.");
            }

            // Beside the target, so that moving is renaming.
            string parent = Path.GetDirectoryName(target)!; // not null: the target is not a root
            Directory.CreateDirectory(parent);
            string staging = Path.Combine(parent, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.partial");
            Directory.CreateDirectory(staging);
            return new OutputFolder(target, staging, force);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or (IOException and not UnwritableOutputException))
        {
            throw new UnwritableOutputException(
                $"{path}: the folder cannot be written ({exception.Message.TrimEnd('.')}); expected a path that this user may write. Choose another --output.", exception);
        }
    }

    /// <summary>Moves everything to its place; <paramref name="last"/> comes last, so that it stands for a whole set.</summary>
    /// <param name="last">Name of the file that tells readers what the others must be: the card.</param>
    /// <returns>Names of the files, in ordinal order.</returns>
    /// <exception cref="UnwritableOutputException">
    /// The folder was filled or became unwritable meanwhile. The work of the run is not lost: it stays in <see cref="StagingPath"/>.
    /// </exception>
    public IReadOnlyList<string> Commit(string last)
    {
        _isFinished = true;
        try
        {
            return Move(last);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnwritableOutputException(
                $"{_target}: {exception.Message.TrimEnd('.')}; expected a new or empty folder that this user may write. The model is whole in {StagingPath}: move it to where you want it.", exception);
        }
    }

    private string[] Move(string last)
    {
        string[] names = [.. Directory.EnumerateFiles(StagingPath).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        if (!Directory.Exists(_target))
        {
            Directory.Move(StagingPath, _target);
        }
        else if (!_force && Directory.EnumerateFileSystemEntries(_target).Any())
        {
            throw new IOException("the folder was filled during the run");
        }
        else
        {
            // The folder stays the one that it is: it may be somebody's current folder, a mount point or a link.
            foreach (string name in names.OrderBy(name => name == last))
            {
                File.Move(Path.Combine(StagingPath, name), Path.Combine(_target, name), overwrite: true);
            }

            Directory.Delete(StagingPath);
        }

        return names;
    }

    /// <summary>Removes what was written, where <see cref="Commit"/> was not called.</summary>
    public void Dispose()
    {
        if (!_isFinished && Directory.Exists(StagingPath))
        {
            Directory.Delete(StagingPath, recursive: true);
        }
    }
}

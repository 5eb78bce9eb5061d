using VaePipeline.Contracts.Errors;

namespace VaePipeline.Training.Runs;

/// <summary>
/// A folder that is written as a whole: files go into a hidden folder beside it and move at the end. Until
/// <see cref="Commit"/>, and if it is never called, what was there stays as it was.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string _target;
    private bool _committed;

    private OutputFolder(string target, string stagingPath)
    {
        _target = target;
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
            return new OutputFolder(target, staging);
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
    public IReadOnlyList<string> Commit(string last)
    {
        string[] names = [.. Directory.EnumerateFiles(StagingPath).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        if (Directory.Exists(_target) && Directory.EnumerateFileSystemEntries(_target).Any())
        {
            foreach (string name in names.OrderBy(name => name == last))
            {
                File.Move(Path.Combine(StagingPath, name), Path.Combine(_target, name), overwrite: true);
            }

            Directory.Delete(StagingPath);
        }
        else
        {
            if (Directory.Exists(_target))
            {
                Directory.Delete(_target);
            }

            Directory.Move(StagingPath, _target);
        }

        _committed = true;
        return names;
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        if (!_committed && Directory.Exists(StagingPath))
        {
            Directory.Delete(StagingPath, recursive: true);
        }
    }
}

using VaePipeline.Contracts.Files;

namespace VaePipeline.Training.Runs;

/// <summary>
/// A model folder that is written as a whole: files go into a folder beside them and move at the end. Until
/// <see cref="Commit"/>, and if it is never called, what was there stays as it was.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string _target;
    private readonly bool _force;
    private readonly StagedFolder _staged;

    /// <summary>Makes the folder to write to; what was left in it is deleted.</summary>
    /// <param name="target">The model folder, which is there.</param>
    /// <param name="stagingPath">Where to write, on the same file system.</param>
    /// <param name="force">Whether files may be put into a folder that is not empty. Files of the same name are replaced.</param>
    public OutputFolder(string target, string stagingPath, bool force)
    {
        _target = target;
        _force = force;
        _staged = new StagedFolder(stagingPath);
    }

    /// <summary>Where to write; exists.</summary>
    public string StagingPath => _staged.FullPath;

    /// <summary>Name of the folder, without the path to it.</summary>
    public string Name => Path.GetFileName(_target);

    /// <summary>The full path of a folder for a model.</summary>
    /// <exception cref="UnwritableOutputException">It is a file or a root.</exception>
    public static string Check(string path)
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

    /// <summary>Whether nothing is in a folder but what belongs to a run, or there is no such folder.</summary>
    public static bool IsEmpty(string target) => !Directory.Exists(target)
        || Directory.EnumerateFileSystemEntries(target).All(entry => Path.GetFileName(entry) == RunFolder.Name);

    /// <summary>Moves everything to its place; <paramref name="last"/> comes last, so that it stands for a whole set.</summary>
    /// <param name="last">Name of the file that tells readers what the others must be: the card.</param>
    /// <returns>Names of the files, in ordinal order.</returns>
    /// <exception cref="UnwritableOutputException">
    /// The folder was filled or became unwritable meanwhile. The work of the run is not lost: it stays in <see cref="StagingPath"/>.
    /// </exception>
    public IReadOnlyList<string> Commit(string last)
    {
        _staged.Keep();
        try
        {
            if (!_force && !IsEmpty(_target))
            {
                throw new IOException("the folder was filled during the run");
            }

            var names = StagedFolder.MoveFiles(StagingPath, _target, last, overwrite: true);
            Directory.Delete(StagingPath);
            return names;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnwritableOutputException(
                $"{_target}: {exception.Message.TrimEnd('.')}; expected a new or empty folder that this user may write. The model is whole in {StagingPath}: move it to where you want it.", exception);
        }
    }

    /// <summary>Removes what was written, if <see cref="Commit"/> was not called.</summary>
    public void Dispose() => _staged.Dispose();
}

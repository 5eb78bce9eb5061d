namespace VaePipeline.Contracts.Files;

/// <summary>
/// A folder for files that get their place when all of them are whole. Disposed, it vanishes with what is still in it,
/// unless <see cref="Keep"/> was called.
/// </summary>
internal sealed class StagedFolder : IDisposable
{
    private bool _isKept;

    /// <summary>Makes the folder; what a process that was killed left in it is deleted.</summary>
    /// <param name="path">The folder, on the file system of the files' place; its parent must be there.</param>
    public StagedFolder(string path)
    {
        FullPath = path;
        Delete();
        Directory.CreateDirectory(path);
    }

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>Moves the files of a folder into another one.</summary>
    /// <param name="source">The folder that they are in; its folders stay.</param>
    /// <param name="target">An existing folder on the same file system. A file that is a link there is written where it points.</param>
    /// <param name="last">The file that moves last: where readers find it, they find all.</param>
    /// <param name="overwrite">Whether files of the same names may be replaced.</param>
    /// <returns>Names of the files, in ordinal order.</returns>
    /// <exception cref="UnwritableOutputException">A name is taken, or that of a folder.</exception>
    /// <exception cref="IOException">A file could not be moved; it and those after it are where they were.</exception>
    public static IReadOnlyList<string> MoveFiles(string source, string target, string last, bool overwrite)
    {
        string[] names = [.. Directory.EnumerateFiles(source).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        foreach (string name in names.OrderBy(name => name == last))
        {
            AtomicFile.Move(Path.Combine(source, name), Path.Combine(target, name), overwrite);
        }

        return names;
    }

    /// <summary>Lets the folder stay when this object is disposed: its files are worth something.</summary>
    public void Keep() => _isKept = true;

    /// <summary>Removes the folder.</summary>
    public void Dispose()
    {
        if (!_isKept)
        {
            Delete();
        }
    }

    private void Delete()
    {
        if (Directory.Exists(FullPath))
        {
            Directory.Delete(FullPath, recursive: true);
        }
    }
}

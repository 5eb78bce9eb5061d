namespace VaePipeline.Contracts.Files;

/// <summary>
/// A folder that a run keeps its own files in, locked: as long as this object lives, no other process opens the folder.
/// The system drops the lock when the process ends, however it ends.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    private const string LockName = "lock";

    private readonly FileStream _lock;

    private WorkFolder(string path, string where, bool isNew)
    {
        FullPath = path;
        IsNew = isNew;
        try
        {
            _lock = new FileStream(In(LockName), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (File.Exists(In(LockName)))
        {
            throw new UnwritableOutputException(
                $"{where}: another run is writing into this folder; expected one at a time. Wait for it, or choose another --output.", exception);
        }
    }

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>Whether it was not there before it was opened.</summary>
    public bool IsNew { get; }

    /// <summary>Locks a folder, which is made with its parents if it is missing.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="where">What errors name: the output, as the user gave it.</param>
    /// <param name="check">
    /// Throws if the folder must not be used. It is called before a folder is made, so that a refused run leaves nothing
    /// behind, and again under the lock, so that a run that is at work counts more than what its folder holds.
    /// </param>
    /// <exception cref="UnwritableOutputException">Another process has locked it, or it cannot be written.</exception>
    public static WorkFolder Open(string path, string where, Action check)
    {
        try
        {
            bool isNew = !Directory.Exists(path);
            if (isNew)
            {
                check();
            }

            Directory.CreateDirectory(path);
            WorkFolder folder = new(path, where, isNew);
            try
            {
                check();
                return folder;
            }
            catch
            {
                folder.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or (IOException and not UnwritableOutputException))
        {
            throw DiskErrors.Unwritable(where, exception, "Choose another --output.");
        }
    }

    /// <summary>Path of a file or folder in it.</summary>
    public string In(string name) => Path.Combine(FullPath, name);

    /// <summary>Deletes everything in it.</summary>
    /// <param name="kept">Name of a file that stays; null deletes all.</param>
    public void Clear(string? kept = null)
    {
        foreach (string file in Directory.GetFiles(FullPath).Where(file => Path.GetFileName(file) is var name && name != LockName && name != kept))
        {
            File.Delete(file);
        }

        foreach (string folder in Directory.GetDirectories(FullPath))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Deletes it with everything in it, and disposes this object.</summary>
    public void Delete()
    {
        Clear();
        Dispose();

        // Filled means: another process has it now.
        if (Directory.Exists(FullPath) && !Directory.EnumerateFileSystemEntries(FullPath).Any())
        {
            Directory.Delete(FullPath);
        }
    }

    /// <summary>Unlocks it.</summary>
    public void Dispose() => _lock.Dispose();
}

namespace VaePipeline.Contracts.Files;

/// <summary>
/// Writes files under a temporary name in the same folder, flushes them to the disk, then renames them: at every moment
/// the path holds the whole old file or the whole new one.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes a file in one call. Where <paramref name="write"/> fails, the old file stays as it was.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="write">Writes the contents; the stream can seek, is closed for it, and is not used after it returns.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <exception cref="UnwritableOutputException">The path cannot be written, or is there and may not be replaced.</exception>
    public static void Write(string path, Action<Stream> write, bool overwrite = true)
    {
        ArgumentNullException.ThrowIfNull(write);

        using AtomicFileStream stream = Create(path, overwrite);
        write(stream);
        stream.Commit();
    }

    /// <summary>Starts a file that is written piece by piece.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <returns>The stream; the caller calls <see cref="AtomicFileStream.Commit"/> at the end and disposes it.</returns>
    /// <exception cref="UnwritableOutputException">The path cannot be written, or is there and may not be replaced.</exception>
    public static AtomicFileStream Create(string path, bool overwrite = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);

        string target = TargetOf(path);
        if (Directory.Exists(target) || Path.EndsInDirectorySeparator(path))
        {
            throw Unwritable(path, "is a folder", "a file to write", "Add a file name.");
        }

        // Renaming over a device would replace the device by a file.
        if (!OperatingSystem.IsWindows() && target.StartsWith("/dev/", StringComparison.Ordinal))
        {
            throw Unwritable(path, "is a device", "a file to write", "Name a file in a folder.");
        }

        if (!overwrite && File.Exists(target))
        {
            throw Exists(path);
        }

        // Not null: the target is a full path that is no root.
        string folder = Path.GetDirectoryName(target)!;
        string name = Path.GetFileName(target);
        string temporary = Path.Combine(folder, $".{name[..Math.Min(name.Length, 40)]}.{Path.GetRandomFileName()}.tmp");
        try
        {
            return new AtomicFileStream(path, target, temporary, overwrite);
        }
        catch (DirectoryNotFoundException exception)
        {
            throw Unwritable(path, $"the folder {folder} does not exist", "an existing folder", "Create it, or choose another path.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Unwritable(path, $"the folder {folder} may not be written", "a writable folder", "Change its permissions, or choose another path.", exception);
        }
        catch (IOException exception)
        {
            throw Unwritable(path, $"the file cannot be created ({exception.Message.TrimEnd('.')})", "a writable folder", "Choose another path.", exception);
        }
    }

    /// <summary>Gives a file that is whole another name on the same file system.</summary>
    /// <param name="source">The file.</param>
    /// <param name="path">Its new path; a link is followed.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <exception cref="UnwritableOutputException">The name is taken, or that of a folder.</exception>
    internal static void Move(string source, string path, bool overwrite) => Move(source, path, TargetOf(path), overwrite);

    /// <inheritdoc cref="Move(string, string, bool)"/>
    internal static void Move(string source, string path, string target, bool overwrite)
    {
        try
        {
            File.Move(source, target, overwrite);
        }
        catch (IOException exception) when (!overwrite && File.Exists(target))
        {
            throw Exists(path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && Directory.Exists(target))
        {
            throw Unwritable(path, "is a folder", "a file to write", "Choose another name.", exception);
        }
    }

    private static UnwritableOutputException Exists(string path, Exception? inner = null)
        => Unwritable(path, "the file exists already", "a new file", "Choose another name, or ask for it to be replaced.", inner);

    private static UnwritableOutputException Unwritable(string path, string found, string expected, string advice, Exception? inner = null)
        => new($"{path}: {found}; expected {expected}. {advice}", inner);

    /// <summary>The full path, with symbolic links followed, so that a link keeps pointing at what is written.</summary>
    internal static string TargetOf(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return full;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, $"the path cannot be followed ({exception.Message.TrimEnd('.')})", "a file to write", "Choose another path.", exception);
        }
    }
}

namespace VaePipeline.Contracts.Files;

/// <summary>Opens input files with errors that say what was wanted.</summary>
internal static class InputFile
{
    /// <summary>Opens a file for sequential reading; the caller disposes it.</summary>
    public static FileStream OpenRead(string path, string expected)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path))
        {
            throw BadInputException.In(path, "is a folder", expected, "Name a file in it.");
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"{path}: the file does not exist; expected {expected}. Check the path.", path, exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw BadInputException.In(path, "the file may not be read", expected, "Check its permissions.", exception);
        }
    }

    /// <summary>Reads a whole file into memory.</summary>
    public static byte[] ReadAllBytes(string path, string expected)
    {
        using FileStream stream = OpenRead(path, expected);
        return ReadAllBytes(stream, path, expected);
    }

    /// <summary>Reads the rest of a stream into memory, where it is not longer than an array may be.</summary>
    public static byte[] ReadAllBytes(Stream stream, string path, string expected)
    {
        if (stream.CanSeek)
        {
            long length = stream.Length - stream.Position;
            if (length > Array.MaxLength)
            {
                throw BadInputException.In(path, Invariant($"the file has {length} bytes"), $"{expected} below 2 GiB", "Use a smaller file.");
            }

            // A device or a file that grows meanwhile has another length than it says: only what was read counts.
            byte[] bytes = new byte[length];
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read > 0)
            {
                return read == bytes.Length ? bytes : bytes[..read];
            }
        }

        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}

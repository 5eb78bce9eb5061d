using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Files; names may hold <c>*</c> and <c>?</c>.</summary>
public sealed class MultiFileSource : IMultiStreamSource
{
    private readonly string[] _paths;

    public MultiFileSource(params string[] paths)
    {
        // Null stands for no file at all, as in the real package.
        _paths = paths is null or [null] ? [] : [.. paths.SelectMany(Expand)];
    }

    public int Count => _paths.Length;

    public string? GetPathOrNull(int index) => PathAt(index);

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public Stream Open(int index)
    {
        string path = PathAt(index);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Could not open file '{path}'. Error is: {exception.Message}", exception);
        }
    }

    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));

    internal static bool Exists(string path) => File.Exists(path) || Expand(path).Any(File.Exists);

    private static IEnumerable<string> Expand(string path)
    {
        string name = Path.GetFileName(path);
        string folder = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
        if (File.Exists(path) || name.AsSpan().IndexOfAny('*', '?') < 0 || !Directory.Exists(folder))
            return [path];
        string[] found = Directory.GetFiles(folder, name);
        Array.Sort(found, StringComparer.Ordinal);
        return found.Length > 0 ? found : [path];
    }

    private string PathAt(int index)
    {
        if (index < 0 || index >= _paths.Length)
            throw new ArgumentOutOfRangeException(nameof(index), string.Create(CultureInfo.InvariantCulture, $"Index is {index}; there are {_paths.Length} files."));
        return _paths[index];
    }
}

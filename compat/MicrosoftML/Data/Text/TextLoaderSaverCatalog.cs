using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Reads and writes text files.</summary>
public static class TextLoaderSaverCatalog
{
    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Column[] columns, char separatorChar = '\t', bool hasHeader = false, IMultiStreamSource? dataSample = null, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false) =>
        new(catalog.GetEnvironment(), Options(separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse, columns), dataSample);

    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource? dataSample = null) =>
        new(catalog.GetEnvironment(), options, dataSample);

    public static TextLoader CreateTextLoader<TInput>(this DataOperationsCatalog catalog, char separatorChar = '\t', bool hasHeader = false, IMultiStreamSource? dataSample = null, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false) =>
        new(catalog.GetEnvironment(), TextLoader.ForMembersOf(typeof(TInput), Options(separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse)), dataSample);

    public static TextLoader CreateTextLoader<TInput>(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource? dataSample = null) =>
        new(catalog.GetEnvironment(), TextLoader.ForMembersOf(typeof(TInput), options ?? new TextLoader.Options()), dataSample);

    /// <exception cref="ArgumentOutOfRangeException">There is no such file.</exception>
    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Column[] columns, char separatorChar = '\t', bool hasHeader = false, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
    {
        MultiFileSource source = Source(path);
        return catalog.CreateTextLoader(columns, separatorChar, hasHeader, null, allowQuoting, trimWhitespace, allowSparse).Load(source);
    }

    /// <summary>Without columns in the options, the file's own are used if it has some (see <see cref="SaveAsText"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such file.</exception>
    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Options? options = null)
    {
        MultiFileSource source = Source(path);
        return new TextLoader(catalog.GetEnvironment(), options, source).Load(source);
    }

    /// <summary>Each public member needs a <see cref="LoadColumnAttribute"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such file.</exception>
    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, char separatorChar = '\t', bool hasHeader = false, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
    {
        MultiFileSource source = Source(path);
        return catalog.CreateTextLoader<TInput>(separatorChar, hasHeader, null, allowQuoting, trimWhitespace, allowSparse).Load(source);
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such file.</exception>
    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, TextLoader.Options options)
    {
        MultiFileSource source = Source(path);
        return catalog.CreateTextLoader<TInput>(options).Load(source);
    }

    /// <summary>Writes the columns of numbers, text, truth values, times and keys, and vectors of them.</summary>
    /// <param name="catalog">Gives the environment.</param>
    /// <param name="data">The rows.</param>
    /// <param name="stream">Left open.</param>
    /// <param name="separatorChar">Space, tab, comma, semicolon or bar.</param>
    /// <param name="headerRow">Whether to write a row of names, where there are names.</param>
    /// <param name="schema">Whether to write, above all, how the file is to be read.</param>
    /// <param name="keepHidden">Whether to write hidden columns.</param>
    /// <param name="forceDense">Whether rows are never shortened to <c>index:value</c> pairs.</param>
    public static void SaveAsText(this DataOperationsCatalog catalog, IDataView data, Stream stream, char separatorChar = '\t', bool headerRow = true, bool schema = true, bool keepHidden = false, bool forceDense = false)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(stream);
        new TextSaver(catalog.GetEnvironment(), separatorChar, headerRow, schema, forceDense).Save(data, stream, keepHidden);
    }

    private static TextLoader.Options Options(char separatorChar, bool hasHeader, bool allowQuoting, bool trimWhitespace, bool allowSparse, TextLoader.Column[]? columns = null) => new()
    {
        Columns = columns,
        Separators = [separatorChar],
        HasHeader = hasHeader,
        AllowQuoting = allowQuoting,
        TrimWhitespace = trimWhitespace,
        AllowSparse = allowSparse,
    };

    private static MultiFileSource Source(string path)
    {
        if (string.IsNullOrEmpty(path))
            throw new ArgumentOutOfRangeException(nameof(path), "path cannot be null or empty");
        return MultiFileSource.Exists(path) ? new MultiFileSource(path)
            : throw new ArgumentOutOfRangeException(nameof(path), $"File or directory does not exist at path: {path}");
    }
}

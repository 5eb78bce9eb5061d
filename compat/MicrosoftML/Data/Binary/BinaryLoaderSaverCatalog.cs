using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Reads and writes binary data views: columns of numbers, keys, text, truth values and vectors of them, in compressed blocks.</summary>
public static class BinaryLoaderSaverCatalog
{
    /// <param name="catalog">Gives the environment.</param>
    /// <param name="fileSource">One file.</param>
    /// <exception cref="FormatException">The file is no binary data view, or damaged.</exception>
    public static IDataView LoadFromBinary(this DataOperationsCatalog catalog, IMultiStreamSource fileSource)
    {
        ArgumentNullException.ThrowIfNull(fileSource);
        return new BinaryDataView(catalog.GetEnvironment(), fileSource);
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is no binary data view, or damaged.</exception>
    public static IDataView LoadFromBinary(this DataOperationsCatalog catalog, string path)
    {
        if (string.IsNullOrEmpty(path))
            throw new ArgumentOutOfRangeException(nameof(path), "path cannot be null or empty");
        if (!File.Exists(path))
            throw new ArgumentOutOfRangeException(nameof(path), $"File does not exist at path: {path}");
        return new BinaryDataView(catalog.GetEnvironment(), new MultiFileSource(path));
    }

    /// <param name="catalog">Gives the environment.</param>
    /// <param name="data">The rows, which are read once.</param>
    /// <param name="stream">Can seek, stands at its start, is left open.</param>
    /// <param name="keepHidden">Whether to write hidden columns.</param>
    /// <exception cref="NotSupportedException">A column holds dates.</exception>
    public static void SaveAsBinary(this DataOperationsCatalog catalog, IDataView data, Stream stream, bool keepHidden = false)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(stream);
        BinarySaver.Save(catalog.GetEnvironment(), data, stream, keepHidden);
    }
}

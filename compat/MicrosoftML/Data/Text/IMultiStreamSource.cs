namespace Microsoft.ML.Data;

/// <summary>Streams to be read one after the other.</summary>
public interface IMultiStreamSource
{
    int Count { get; }

    /// <summary>The path of a stream's file; null for one that is no file.</summary>
    string? GetPathOrNull(int index);

    Stream Open(int index);

    TextReader OpenTextReader(int index);
}

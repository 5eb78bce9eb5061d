namespace Microsoft.ML.Data;

/// <summary>The place of some rows of a column in a file.</summary>
/// <param name="Offset">From the file's start.</param>
/// <param name="Length">Bytes in the file.</param>
/// <param name="PlainLength">Bytes once decompressed.</param>
internal readonly record struct BinaryBlock(long Offset, int Length, int PlainLength);

namespace Microsoft.ML.Data;

/// <summary>A column of a binary data view, and where its values stand in the file.</summary>
/// <param name="RowsPerBlock">Of each block but the last, which may hold fewer.</param>
/// <param name="IsDeflated">Whether the blocks are compressed.</param>
/// <param name="Blocks">In the order of the rows.</param>
internal sealed record BinaryColumn(DataViewSchema.DetachedColumn Column, int RowsPerBlock, bool IsDeflated, IReadOnlyList<BinaryBlock> Blocks);

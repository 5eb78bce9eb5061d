namespace Microsoft.ML.Data;

/// <summary>What the tables of a binary data view say.</summary>
internal sealed record BinaryView(DataViewSchema Schema, IReadOnlyList<BinaryColumn> Columns, long RowCount);

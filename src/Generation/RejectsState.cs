namespace VaePipeline.Generation;

/// <summary>How far a file of rejects is.</summary>
/// <param name="Rows">Rows in it.</param>
/// <param name="Bytes">Its length.</param>
internal readonly record struct RejectsState(long Rows, long Bytes);

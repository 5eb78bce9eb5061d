namespace VaePipeline.Generation.Sinks;

/// <summary>Where a sink can go on writing: what lies behind is cut off.</summary>
/// <param name="Rows">Images before it.</param>
/// <param name="Bytes">What they take: of a file its length, of pictures the sum of theirs.</param>
internal readonly record struct SinkState(long Rows, long Bytes);

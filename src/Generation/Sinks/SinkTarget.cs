namespace VaePipeline.Generation.Sinks;

/// <summary>Where a sink writes.</summary>
/// <param name="Output">What the user asked for.</param>
/// <param name="Place">File or folder that is written; null for standard output.</param>
/// <param name="From">Where to go on; null to begin.</param>
/// <param name="StandardOutput">What to use as standard output; null for the process's own.</param>
internal sealed record SinkTarget(ImageOutput Output, string? Place, SinkState? From, Stream? StandardOutput);

/// <summary>Where a sink can go on writing: what lies after it is cut off.</summary>
/// <param name="Rows">Images before it.</param>
/// <param name="Bytes">What they take: of a file its length, of pictures the sum of theirs.</param>
internal readonly record struct SinkState(long Rows, long Bytes);

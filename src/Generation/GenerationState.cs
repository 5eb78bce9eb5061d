using VaePipeline.Generation.Sinks;

namespace VaePipeline.Generation;

/// <summary>Where a run can go on: every file of it cut back to here, the input read from here.</summary>
/// <param name="Place">Behind the last row that has its image.</param>
/// <param name="Images">The images.</param>
/// <param name="ManifestBytes">Length of the manifest.</param>
internal readonly record struct GenerationState(RowPlace Place, SinkState Images, long ManifestBytes);

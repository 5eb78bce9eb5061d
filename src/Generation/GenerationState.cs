using VaePipeline.Data.Latents;

namespace VaePipeline.Generation;

/// <summary>Where a run can go on: every file of it cut back to here, the input read from here.</summary>
/// <param name="Row">After the last row that has its image.</param>
/// <param name="Images">The images.</param>
/// <param name="ManifestBytes">Length of the manifest.</param>
internal readonly record struct GenerationState(RowCheckpoint Row, SinkState Images, long ManifestBytes);

/// <summary>How far the input and the rejects were when a row had been read.</summary>
/// <param name="Input">The row's line, and the first byte after it.</param>
/// <param name="RejectedRows">Rows rejected until then.</param>
/// <param name="RejectsBytes">Length of the file of rejects.</param>
internal readonly record struct RowCheckpoint(InputPosition Input, long RejectedRows, long RejectsBytes);

namespace VaePipeline.Generation;

/// <summary>How far a generation is.</summary>
/// <param name="Rows">Images written, those before a resume included.</param>
/// <param name="Rejected">Rows that were skipped.</param>
/// <param name="BytesRead">Bytes of the input read so far, as they lie on the disk.</param>
/// <param name="TotalBytes">Bytes that there are to read; null where nobody knows, as for standard input.</param>
/// <param name="BytesWritten">Bytes of images written so far, those before a resume included.</param>
/// <param name="Queue">Share of the decoded batches' places that is full, 0 to 1: near 1 the writer is what the others wait for.</param>
public readonly record struct GenerationProgress(long Rows, long Rejected, long BytesRead, long? TotalBytes, long BytesWritten, double Queue);

namespace VaePipeline.Data.Latents;

/// <summary>A place in a file of rows.</summary>
/// <param name="Line">Lines, or rows of a NPY file, up to here: the number of the last one, from 1; 0 at the start.</param>
/// <param name="Offset">The first byte behind it, of the unpacked data where the file is compressed.</param>
public readonly record struct InputPosition(long Line, long Offset);

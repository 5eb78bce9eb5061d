namespace VaePipeline.OnnxExport.Tiles;

/// <summary>One axis of a convolution over a phase.</summary>
/// <param name="First">Distance of its first tap.</param>
/// <param name="Size">Its taps.</param>
/// <param name="PadBefore">Zeros before the first pixel.</param>
/// <param name="PadAfter">Zeros after the last pixel.</param>
internal sealed record AxisWindow(int First, int Size, int PadBefore, int PadAfter);

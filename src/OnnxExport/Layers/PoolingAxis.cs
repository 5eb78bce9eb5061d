namespace VaePipeline.OnnxExport.Layers;

/// <summary>One axis of a pooling layer, with the rules of PyTorch for its output size.</summary>
/// <param name="Size">Pixels of the image.</param>
/// <param name="Kernel">Pixels of a window.</param>
/// <param name="Stride">Step between windows.</param>
/// <param name="Padding">Pixels added before and after the image.</param>
/// <param name="Dilation">Step between the pixels of a window.</param>
/// <param name="IsCeiling">Whether a last window may reach beyond the padding; it must begin before it.</param>
internal sealed record PoolingAxis(long Size, long Kernel, long Stride, long Padding, long Dilation, bool IsCeiling)
{
    /// <summary>Pixels from the first to the last of a window.</summary>
    public long Extent => (Dilation * (Kernel - 1)) + 1;

    /// <summary>Windows along the axis: the size of the output; below 1 where none fits.</summary>
    public long Windows
    {
        get
        {
            var steps = Size + (2 * Padding) - Extent + (IsCeiling ? Stride - 1 : 0);
            // Rounds down for negative numbers too: none fits then.
            var windows = (long)Math.Floor((double)steps / Stride) + 1;
            return IsCeiling && (windows - 1) * Stride >= Size + Padding ? windows - 1 : windows;
        }
    }

    /// <summary>Padding after the image with which all windows fit.</summary>
    public long PaddingAfter => Math.Max(Padding, ((Windows - 1) * Stride) + Extent - Size - Padding);

    /// <summary>Pixels of a window that lie on the image or its padding, not beyond.</summary>
    public long Inside(long window) => Math.Min(Extent, Size + (2 * Padding) - (window * Stride));
}

namespace VaePipeline.OnnxExport.Layers;

/// <summary>One axis of a pooling layer, with the rules of PyTorch for its output size.</summary>
internal sealed record PoolingAxis
{
    /// <param name="size">Pixels of the image.</param>
    /// <param name="kernel">Pixels of a window.</param>
    /// <param name="stride">Step between windows.</param>
    /// <param name="padding">Pixels added before and after the image.</param>
    /// <param name="dilation">Step between the pixels of a window.</param>
    /// <param name="isCeiling">Whether a last window may reach beyond the padding; it must begin before it.</param>
    public PoolingAxis(long size, long kernel, long stride, long padding, long dilation, bool isCeiling)
    {
        (Size, Kernel, Stride, Padding) = (size, kernel, stride, padding);
        Extent = (dilation * (kernel - 1)) + 1;
        var steps = size + (2 * padding) - Extent;
        // Rounds down for negative numbers too: none fits then.
        Windows = (long)Math.Floor((double)(steps + (isCeiling ? stride - 1 : 0)) / stride) + 1;
        if (isCeiling && (Windows - 1) * stride >= size + padding)
        {
            Windows--;
        }
    }

    /// <summary>Pixels of the image.</summary>
    public long Size { get; }

    /// <summary>Pixels of a window.</summary>
    public long Kernel { get; }

    /// <summary>Step between windows.</summary>
    public long Stride { get; }

    /// <summary>Pixels added before the image.</summary>
    public long Padding { get; }

    /// <summary>Pixels from the first to the last of a window.</summary>
    public long Extent { get; }

    /// <summary>Windows along the axis: the size of the output; below 1 where none fits.</summary>
    public long Windows { get; }

    /// <summary>Padding after the image with which all windows fit.</summary>
    public long PaddingAfter => Math.Max(Padding, ((Windows - 1) * Stride) + Extent - Size - Padding);

    /// <summary>Pixels of a window that lie on the image or its padding, not beyond.</summary>
    public long Inside(long window) => Math.Min(Extent, Size + (2 * Padding) - (window * Stride));
}

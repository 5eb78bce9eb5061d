namespace VaePipeline.OnnxExport.Tiles;

/// <summary>How fast ONNX Runtime's convolution kernels are, as measured with AVX-512.</summary>
internal static class KernelSpeed
{
    /// <summary>Channels that they compute at once, wanted or not.</summary>
    public const int Lanes = 16;

    /// <summary>The channels that are computed where some are wanted.</summary>
    public static int RoundUp(int channels) => (channels + Lanes - 1) / Lanes * Lanes;

    /// <summary>
    /// What one output pixel takes for each input channel and tap, in multiplications at the speed of 16 channels and stride
    /// 1. Few channels leave most registers idle; pixels apart from one another cost more to read than to multiply.
    /// </summary>
    /// <param name="channels">Channels of the output that are wanted.</param>
    /// <param name="stride">Stride along the columns.</param>
    public static double CostOf(int channels, int stride)
    {
        var computed = RoundUp(channels);
        var filling = computed switch { Lanes => 1, 2 * Lanes => 0.65, _ => 0.56 };
        return computed * filling * (stride switch { 1 => 1, 2 => 1.1, _ => 2 });
    }
}

namespace VaePipeline.OnnxExport.Int8;

/// <summary>Measures which numbers the images between the layers of a network hold.</summary>
internal static class Int8Calibration
{
    /// <summary>Share of an image's numbers that its bytes must reach: what the rest loses by being cut off, all others gain by smaller steps.</summary>
    public const double Coverage = 0.9999;

    /// <summary>The bytes for the images that flow into each convolution.</summary>
    /// <param name="chain">The network.</param>
    /// <param name="inputs">Inputs that stand for all that will come; some hundred.</param>
    public static IReadOnlyList<ByteRange> Measure(Int8Chain chain, NamedTensor inputs)
    {
        var ranges = new List<ByteRange>();
        using var tensor = inputs.ToTensor();
        chain.Run(tensor, image =>
        {
            var values = TensorCopy.Of("image", image).Data;
            Array.Sort(values);
            var cut = (int)((1 - Coverage) * values.Length);
            ranges.Add(ByteRange.Between(values[cut], values[^(cut + 1)]));
        });
        return ranges;
    }
}

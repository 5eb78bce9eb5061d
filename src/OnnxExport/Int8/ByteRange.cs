namespace VaePipeline.OnnxExport.Int8;

/// <summary>Numbers held as bytes: number = scale * (byte - zero point).</summary>
/// <param name="Scale">Between two bytes.</param>
/// <param name="ZeroPoint">The byte of 0, which is always among them: images are padded with it.</param>
internal sealed record ByteRange(float Scale, byte ZeroPoint)
{
    /// <summary>The bytes that reach from one number to another and hold 0. What lies beyond is cut off.</summary>
    public static ByteRange Between(float least, float most)
    {
        (least, most) = (Math.Min(least, 0), Math.Max(most, 0));
        return least == most
            ? new ByteRange(1, 0)
            : new ByteRange((most - least) / byte.MaxValue, (byte)MathF.Round(-least / (most - least) * byte.MaxValue));
    }
}

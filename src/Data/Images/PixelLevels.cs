namespace VaePipeline.Data.Images;

/// <summary>Bytes as pixels in [0, 1].</summary>
internal static class PixelLevels
{
    private static readonly float[] Units = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(level => level / 255f)];

    /// <summary>level / 255, as training has it.</summary>
    /// <param name="levels">0 to 255.</param>
    /// <param name="units">As long as <paramref name="levels"/>.</param>
    public static void ToUnit(ReadOnlySpan<byte> levels, Span<float> units)
    {
        for (int i = 0; i < levels.Length; i++)
        {
            units[i] = Units[levels[i]];
        }
    }
}

namespace VaePipeline.OnnxExport.Verification;

/// <summary>Numbers from N(0, 1); Box and Muller 1958.</summary>
internal static class NormalNoise
{
    /// <summary>The next <paramref name="count"/> numbers of a generator.</summary>
    public static float[] Draw(Random random, long count)
    {
        var data = new float[count];
        for (var i = 0; i < data.Length; i++)
        {
            // 1 - u keeps the logarithm off zero.
            data[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return data;
    }
}

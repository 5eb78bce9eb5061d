namespace VaePipeline.Data.Plots;

/// <summary>Where the axis of a plot has its ticks.</summary>
public static class AxisTicks
{
    /// <summary>1, 2 or 5 times a power of ten: the largest of these that is not above <paramref name="wanted"/>.</summary>
    /// <param name="wanted">About the distance of two ticks, above 0 and finite.</param>
    public static double Step(double wanted)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
        double ratio = wanted / power;
        return power * (ratio >= 5 ? 5 : ratio >= 2 ? 2 : 1);
    }
}

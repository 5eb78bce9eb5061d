using VaePipeline.Data.Plots;

namespace VaePipeline.Training.Reports;

/// <summary>One axis of a chart: values to places, and ticks at 1, 2 or 5 times a power of ten.</summary>
/// <param name="Low">The smallest value in the frame.</param>
/// <param name="High">The largest; above <paramref name="Low"/>.</param>
/// <param name="From">Place of the smallest, in the chart's units.</param>
/// <param name="To">Place of the largest.</param>
/// <param name="Step">Distance of two ticks.</param>
internal sealed record ChartAxis(double Low, double High, double From, double To, double Step)
{
    /// <summary>An axis for values, a little wider than they are.</summary>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest, the same or above.</param>
    /// <param name="from">Place of the smallest.</param>
    /// <param name="to">Place of the largest.</param>
    /// <param name="ticks">About how many ticks there are to be.</param>
    public static ChartAxis Around(double low, double high, double from, double to, int ticks = 5)
    {
        // Equal values get a frame too: a thousandth of them, for a line through the middle.
        double margin = high > low ? (high - low) * 0.05 : Math.Max(Math.Abs(high) * 0.001, 0.001);
        return Exactly(low - margin, high + margin, from, to, ticks);
    }

    /// <summary>An axis from one value to another.</summary>
    /// <inheritdoc cref="Around"/>
    public static ChartAxis Exactly(double low, double high, double from, double to, int ticks = 5) =>
        new(low, high, from, to, AxisTicks.Step((high - low) / ticks));

    /// <summary>Place of a value.</summary>
    public double At(double value) => From + ((value - Low) / (High - Low) * (To - From));

    /// <summary>Whether a value lies in the frame.</summary>
    public bool Holds(double value) => value >= Low && value <= High;

    /// <summary>Values of the ticks.</summary>
    public IEnumerable<double> Ticks()
    {
        for (double tick = Math.Ceiling(Low / Step); tick * Step <= High; tick++)
        {
            yield return tick * Step;
        }
    }

    /// <summary>A tick's number, with as many decimals as the distance of two needs, and a true minus sign.</summary>
    public string Format(double tick) => Math.Round(tick, 10)
        .ToString($"F{Math.Max(0, (int)Math.Ceiling(-Math.Log10(Step) - 1e-9))}", CultureInfo.InvariantCulture)
        .Replace('-', '\u2212');
}

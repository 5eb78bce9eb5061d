namespace VaePipeline.Data.Plots;

/// <summary>One axis of a plot, with ticks at 1, 2 or 5 times a power of ten, or at the numbers of names.</summary>
/// <param name="Name">What the axis shows; empty for an axis that shows nothing.</param>
/// <param name="Low">The smallest value in the frame.</param>
/// <param name="High">The largest; above <paramref name="Low"/>.</param>
/// <param name="Step">Distance between two ticks; 0 for no ticks.</param>
internal sealed record PlotAxis(string Name, double Low, double High, double Step)
{
    /// <summary>Texts of the ticks 0, 1, …; null for their numbers.</summary>
    public IReadOnlyList<string>? Names { get; private init; }

    /// <summary>An axis without name and ticks, for points in a row about 0.</summary>
    public static PlotAxis None { get; } = new("", -0.6, 0.6, 0);

    /// <summary>An axis for values, a little wider than they are.</summary>
    /// <param name="name">What the axis shows.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest, the same or above.</param>
    /// <param name="ticks">About how many ticks there are to be.</param>
    public static PlotAxis Around(string name, double low, double high, int ticks = 5)
    {
        // Equal values get a frame too: a thousandth of them, for a line through the middle.
        double margin = high > low ? (high - low) * 0.05 : Math.Max(Math.Abs(high) * 0.001, 0.001);
        return Exactly(name, low - margin, high + margin, ticks);
    }

    /// <summary>An axis from one value to another.</summary>
    /// <inheritdoc cref="Around"/>
    public static PlotAxis Exactly(string name, double low, double high, int ticks = 5) =>
        new(name, low, high, StepBelow((high - low) / ticks));

    /// <summary>An axis of whole numbers, as epochs.</summary>
    /// <inheritdoc cref="Around"/>
    public static PlotAxis OfIntegers(string name, int low, int high) => low == high
        ? new(name, low - 1, high + 1, 1)
        : new(name, low, high, Math.Max(1, StepBelow((high - low) / 5.0)));

    /// <summary>An axis symmetric about 0 that reaches a tick beyond a value, or to the next tick if that is a quarter of one away.</summary>
    /// <param name="name">What the axis shows.</param>
    /// <param name="largest">The largest absolute value; 0 gives any range.</param>
    public static PlotAxis Symmetric(string name, double largest)
    {
        double reach = largest > 0 ? largest : 1;
        double step = StepBelow(reach / 3);
        double limit = Math.Ceiling((reach / step) + 0.25) * step;
        return new(name, -limit, limit, step);
    }

    /// <summary>An axis of names, the first at 0, the next at 1, ….</summary>
    public static PlotAxis OfNames(string name, IReadOnlyList<string> names) => new(name, -0.6, names.Count - 0.4, 1) { Names = names };

    /// <summary>Values of the ticks.</summary>
    public IEnumerable<double> Ticks()
    {
        if (Step == 0)
        {
            yield break;
        }

        // The margin keeps a tick at the very end, however the division is rounded.
        for (double tick = Math.Ceiling((Low / Step) - 1e-9); tick * Step <= High + (Step * 1e-9); tick++)
        {
            yield return tick * Step;
        }
    }

    /// <summary>A tick's text: its name, or its number with as many decimals as the distance of two needs and a true minus sign.</summary>
    public string Format(double tick) => Names is not null ? Names[(int)tick] : (Math.Round(tick, 10) + 0.0) // Plus zero: minus zero becomes zero.
        .ToString($"F{Math.Max(0, (int)Math.Ceiling(-Math.Log10(Step) - 1e-9))}", CultureInfo.InvariantCulture)
        .Replace('-', '\u2212');

    /// <summary>1, 2 or 5 times a power of ten: the largest of these that is not above <paramref name="wanted"/>.</summary>
    internal static double StepBelow(double wanted)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
        double ratio = wanted / power;
        return power * (ratio >= 5 ? 5 : ratio >= 2 ? 2 : 1);
    }
}

using System.Globalization;

namespace VaePipeline.Benchmarks.Running;

/// <summary>Repeated measurements of one quantity: their median, least and greatest.</summary>
internal sealed class Spread
{
    /// <summary>Takes one sample or more, in the order of the rounds.</summary>
    public Spread(IEnumerable<double> samples)
    {
        Samples = [.. samples];
        ArgumentOutOfRangeException.ThrowIfZero(Samples.Count, nameof(samples));
        Median = MedianOf(Samples);
        Min = Samples.Min();
        Max = Samples.Max();
    }

    /// <summary>The samples, in the order of the rounds.</summary>
    public IReadOnlyList<double> Samples { get; }

    /// <summary>The middle sample; of an even number, the mean of the middle two.</summary>
    public double Median { get; }

    /// <summary>The least sample.</summary>
    public double Min { get; }

    /// <summary>The greatest sample.</summary>
    public double Max { get; }

    /// <summary>
    /// The ratios of samples of the same round. What disturbs a whole round disturbs both, and so not their ratio: its
    /// median is not the ratio of the medians.
    /// </summary>
    public static Spread OfRatios(Spread numerators, Spread denominators) => numerators.Samples.Count == denominators.Samples.Count
        ? new Spread(numerators.Samples.Zip(denominators.Samples, (a, b) => a / b))
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{denominators.Samples.Count} samples; expected {numerators.Samples.Count}, as many rounds as the other."), nameof(denominators));

    /// <summary>The middle of the samples; of an even number, the mean of the middle two.</summary>
    public static double MedianOf(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>A number as tables show it: with the digits that a measurement of it can have.</summary>
    public static string Format(double value) => value.ToString(
        Math.Abs(value) switch { >= 100 => "N0", >= 10 => "F1", _ => "F3" }, CultureInfo.InvariantCulture);

    /// <summary><c>median (least..greatest)</c></summary>
    public override string ToString() => $"{Format(Median)} ({Format(Min)}..{Format(Max)})";
}

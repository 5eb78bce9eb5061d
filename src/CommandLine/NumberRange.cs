using System.Numerics;

namespace VaePipeline.CommandLine;

/// <summary>The numbers that an option takes.</summary>
/// <param name="Low">The smallest.</param>
/// <param name="High">The largest; the type's own largest for no limit.</param>
/// <param name="IsLowOpen">Whether <paramref name="Low"/> itself is not among them.</param>
/// <param name="IsHighOpen">Whether <paramref name="High"/> itself is not among them.</param>
internal readonly record struct NumberRange<T>(T Low, T High, bool IsLowOpen = false, bool IsHighOpen = false)
    where T : struct, INumber<T>, IMinMaxValue<T>
{
    /// <summary>Whether a number is in the range; NaN never is.</summary>
    public bool Contains(T value) => (IsLowOpen ? value > Low : value >= Low) && (IsHighOpen ? value < High : value <= High);

    /// <summary>As <c>a whole number, 1 to 100</c>.</summary>
    public override string ToString()
    {
        string low = Text(Low);
        string limits = (IsLowOpen, IsHighOpen) switch
        {
            _ when High == T.MaxValue => $"{(IsLowOpen ? "above" : "at least")} {low}",
            (true, true) => $"above {low} and below {Text(High)}",
            (true, false) => $"above {low} and at most {Text(High)}",
            (false, true) => $"{low} to below {Text(High)}",
            _ => $"{low} to {Text(High)}",
        };
        return $"{(typeof(T) == typeof(double) ? "a number" : "a whole number")}, {limits}";
    }

    private static string Text(T number) => number.ToString(null, CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace VaePipeline.Benchmarks.Running;

/// <summary>How long a benchmark measures.</summary>
internal sealed record RunSettings
{
    /// <summary>How often each contestant is measured, 1 to 1000. Results that are kept have 7 or more.</summary>
    public required int Rounds { get; init; }

    /// <summary>Time of one measurement in seconds, 0.001 to 600.</summary>
    public required double Seconds { get; init; }

    /// <summary>Time of one measurement.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Seconds);

    /// <summary>Returns these settings if all are in range.</summary>
    /// <exception cref="ArgumentException">Settings are out of range; the message names all of them.</exception>
    public RunSettings Validated()
    {
        var faults = new List<string>();
        if (Rounds is < 1 or > 1000)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"--rounds is {Rounds}; expected 1 to 1000."));
        }

        if (Seconds is not (>= 0.001 and <= 600))
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"--seconds is {Seconds}; expected 0.001 to 600."));
        }

        return faults.Count == 0 ? this : throw new ArgumentException(string.Join(' ', faults));
    }
}

using System.Diagnostics;

namespace VaePipeline.Training.Commands;

/// <summary>Says every ten seconds how far a long measurement is.</summary>
/// <param name="output">Receives the lines; stays the caller's.</param>
internal sealed class MeasuringProgress(TextWriter output)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

    /// <summary>Hears how far it is.</summary>
    /// <param name="what">What is being measured.</param>
    /// <param name="share">The share that is done, 0 to 1.</param>
    public void Report(string what, double share)
    {
        if (_sinceLine.Elapsed >= Interval)
        {
            output.WriteLine(FormattableString.Invariant($"{what}: {share * 100:F0} % done"));
            _sinceLine.Restart();
        }
    }
}

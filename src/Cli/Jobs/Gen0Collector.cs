namespace VaePipeline.Cli.Jobs;

/// <summary>
/// Collects the first generation while a command runs. The runtime waits for about as much garbage as the L3 cache
/// holds, which on a server is more than all that a command needs.
/// </summary>
internal sealed class Gen0Collector : IDisposable
{
    private const long MostBytes = 4 << 20;
    private const int PeriodMilliseconds = 200;

    private readonly Timer _timer;
    private long _collected;

    public Gen0Collector() => _timer = new Timer(_ => Collect(), state: null, PeriodMilliseconds, PeriodMilliseconds);

    public void Dispose() => _timer.Dispose();

    private void Collect()
    {
        long allocated = GC.GetTotalAllocatedBytes();
        if (allocated - _collected > MostBytes)
        {
            // The one exception to the rule of no GC.Collect. With it the peak of 10,000,000 rows is that of 1,000,000
            // (bench/results/generation-scale.md); without it memory seems to grow with the rows. Each collection takes
            // well under a millisecond, as next to nothing survives.
            _collected = allocated;
            GC.Collect(0);
        }
    }
}

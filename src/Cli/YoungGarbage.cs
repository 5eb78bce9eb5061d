namespace VaePipeline.Cli;

/// <summary>
/// Collects young garbage while a command runs. The runtime waits for about as much of it as the L3 cache holds, which
/// on a server is more than all that a command needs: memory would seem to grow with the rows. Each collection takes
/// well under a millisecond, as next to nothing survives.
/// </summary>
internal sealed class YoungGarbage : IDisposable
{
    private const long MostBytes = 4 << 20;
    private const int PeriodMilliseconds = 200;

    private readonly Timer _timer;
    private long _collected;

    public YoungGarbage() => _timer = new Timer(_ => Collect(), state: null, PeriodMilliseconds, PeriodMilliseconds);

    public void Dispose() => _timer.Dispose();

    private void Collect()
    {
        long allocated = GC.GetTotalAllocatedBytes();
        if (allocated - _collected > MostBytes)
        {
            _collected = allocated;
            GC.Collect(0);
        }
    }
}

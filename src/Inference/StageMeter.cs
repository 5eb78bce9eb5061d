namespace VaePipeline.Inference;

/// <summary>What the threads of one cursor were busy with. Any thread may add and read.</summary>
internal sealed class StageMeter
{
    private long _reading;
    private long _running;
    private int _ready;

    /// <summary>Time spent reading rows, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long Reading => Interlocked.Read(ref _reading);

    /// <summary>Time spent running the model, of all threads together, in the same ticks.</summary>
    public long Running => Interlocked.Read(ref _running);

    /// <summary>Share of the places for batches that hold one that waits to be served, 0 to 1.</summary>
    public double Fill => Slots == 0 ? 0 : (double)Volatile.Read(ref _ready) / Slots;

    /// <summary>Places for batches.</summary>
    public int Slots { get; set; }

    /// <summary>A batch has been made.</summary>
    public void Made(long reading, long running)
    {
        Interlocked.Add(ref _reading, reading);
        Interlocked.Add(ref _running, running);
        Interlocked.Increment(ref _ready);
    }

    /// <summary>A batch has been served.</summary>
    public void Served() => Interlocked.Decrement(ref _ready);
}

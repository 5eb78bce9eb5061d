namespace Microsoft.ML.Data;

/// <summary>Lets workers go in the order of their batch numbers: when all wait, the one with the lowest goes.</summary>
internal sealed class BatchOrder(int workers)
{
    private readonly PriorityQueue<ManualResetEventSlim, long> _waiting = new();
    private int _workers = workers;

    /// <summary>An event that is set when it is the turn of <paramref name="batch"/>; the worker registers again after its turn, or retires.</summary>
    public ManualResetEventSlim Register(long batch)
    {
        var turn = new ManualResetEventSlim(false);
        lock (_waiting)
        {
            _waiting.Enqueue(turn, batch);
            SignalIfAllWait();
        }

        return turn;
    }

    /// <summary>Takes a worker out.</summary>
    /// <returns>Whether it was the last one.</returns>
    public bool Retire()
    {
        lock (_waiting)
        {
            _workers--;
            if (_workers > 0)
                SignalIfAllWait();
            return _workers == 0;
        }
    }

    private void SignalIfAllWait()
    {
        if (_waiting.Count == _workers)
            _waiting.Dequeue().Set();
    }
}

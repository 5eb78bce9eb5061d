namespace Microsoft.ML.Data;

/// <summary>How far a background reading of some columns has come.</summary>
internal sealed class CacheFill
{
    // A monitor, for its wait and pulse.
    private readonly object _gate = new();
    private long _rows;
    private bool _ended;
    private Exception? _failure;

    /// <summary>Another row is there. Called by the filling thread.</summary>
    public void AddRow()
    {
        lock (_gate)
        {
            _rows++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>No more rows will come. Called by the filling thread.</summary>
    public void End(Exception? failure)
    {
        lock (_gate)
        {
            _failure = failure;
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until <paramref name="row"/> is there, or all rows are.</summary>
    /// <returns>How many rows there are; not more than <paramref name="row"/>, if there is no such row.</returns>
    /// <exception cref="InvalidOperationException">The source failed; its exception is the inner one.</exception>
    public long WaitFor(long row)
    {
        lock (_gate)
        {
            while (_rows <= row && !_ended)
                Monitor.Wait(_gate);
            if (_failure is not null)
                throw new InvalidOperationException("Event we were waiting on was subject to an exception: the cached view failed while it was read.", _failure);
            return _rows;
        }
    }
}

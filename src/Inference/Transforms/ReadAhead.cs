using System.Diagnostics;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>
/// Makes the batches of one cursor ahead of its reader, in order, on the reader's thread and on threads of the pool.
/// A thread that makes a batch takes the source, reads the rows, gives the source back, and runs the model while another
/// reads on. The reader depends on no thread of the pool: it makes the next batch itself if no other has begun it.
/// </summary>
/// <remarks>
/// Batch i lies in slot i modulo the number of slots. It is claimed by who holds the source, so that batches are claimed in
/// the order of their rows; then read, run, ready, served, and its slot is free again.
/// The first batches are small and made by the reader alone, so that reading one row costs one row.
/// </remarks>
internal sealed class ReadAhead : IDisposable
{
    private const int Growth = 8;
    private const int BatchesWithoutHelp = 2;

    private readonly RowReader _reader;
    private readonly SessionPool _pool;
    private readonly StageMeter? _meter;
    private readonly int _helpers;
    private readonly RowBatch?[] _slots;
    private readonly bool[] _ready;

    // Held while the source is read. Taken before _state, never while holding it.
    private readonly Lock _source = new();
    private int _nextSize;

    // Guards what follows; pulsed when a batch becomes ready and when a helper leaves.
    private readonly object _state = new();
    private long _claimed;
    private long _served;
    private bool _ended;
    private bool _stopped;
    private bool _isSourceSlow;
    private int _called;
    private int _helping;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="reader">Reads the rows; stays the caller's.</param>
    /// <param name="pool">Lends the buffers; stays the caller's.</param>
    /// <param name="workers">Threads that run the model at once, the reader's own among them.</param>
    /// <param name="rampUp">Whether the first batches are small.</param>
    /// <param name="meter">Records what the threads are busy with; null to record nothing.</param>
    public ReadAhead(RowReader reader, SessionPool pool, int workers, bool rampUp, StageMeter? meter)
    {
        _reader = reader;
        _pool = pool;
        _helpers = workers - 1;
        _slots = new RowBatch?[workers == 1 ? 1 : 2 * workers];
        _ready = new bool[_slots.Length];
        _meter = meter;
        _meter?.Slots = _slots.Length;
        _nextSize = rampUp ? 1 : pool.BatchSize;

        // Here already, so that what stands in the way of all batches is known before the first row is asked for.
        _slots[0] = NewBatch();
    }

    /// <summary>The next batch; not to be called after the last. It is the caller's until <see cref="Release"/>.</summary>
    public RowBatch Next()
    {
        CallForHelp();
        while (true)
        {
            bool claimed;
            bool isSourceSlow;
            lock (_state)
            {
                int slot = Slot(_served);
                if (_ready[slot] && _slots[slot] is { } batch)
                {
                    return batch;
                }

                claimed = _claimed > _served;
                isSourceSlow = _isSourceSlow;
            }

            // If another makes that batch: make a later one meanwhile. Not from a source that takes its time: the
            // rows of a whole batch might have to be waited for while the next row is there.
            bool isMade = !(claimed && isSourceSlow) && MakeBatch();
            if (claimed && !isMade)
            {
                WaitForNext();
            }
        }
    }

    /// <summary>Gives the batch that <see cref="Next"/> returned back.</summary>
    public void Release()
    {
        _meter?.Served();
        lock (_state)
        {
            _ready[Slot(_served)] = false;
            _served++;
        }
    }

    /// <summary>Stops, waits for what is under way, and returns the buffers. The source can be disposed afterwards.</summary>
    public void Dispose()
    {
        lock (_state)
        {
            _stopped = true;
            while (_helping > 0)
            {
                Monitor.Wait(_state);
            }
        }

        foreach (RowBatch batch in _slots.OfType<RowBatch>())
        {
            _pool.Return(batch.Buffers);
        }

        Array.Clear(_slots);
    }

    private int Slot(long batch) => (int)(batch % _slots.Length);

    private RowBatch NewBatch()
    {
        SessionBuffers buffers = _pool.Rent();
        try
        {
            return _reader.NewBatch(buffers);
        }
        catch
        {
            _pool.Return(buffers);
            throw;
        }
    }

    /// <summary>Reads a batch and runs the model on it.</summary>
    /// <returns>Whether there was one to make: there is a free slot, and the source is not at its end.</returns>
    private bool MakeBatch()
    {
        RowBatch batch;
        int slot;
        long start;
        long read;
        lock (_source)
        {
            lock (_state)
            {
                if (_stopped || _ended || _claimed - _served == _slots.Length)
                {
                    return false;
                }

                slot = Slot(_claimed);
                batch = _slots[slot] ??= NewBatch();
                _claimed++;
            }

            // From here on nothing throws: what source and model throw is kept in the batch.
            start = Stopwatch.GetTimestamp();
            _reader.Read(batch, _nextSize);
            read = Stopwatch.GetTimestamp();
            _nextSize = Math.Min(_nextSize * Growth, batch.Buffers.Capacity);
            lock (_state)
            {
                _ended |= batch.IsLast;
            }
        }

        long run = Stopwatch.GetTimestamp();
        batch.Run();
        run = Stopwatch.GetTimestamp() - run;
        _meter?.Made(read - start, run);
        lock (_state)
        {
            _ended |= batch.IsLast;
            _isSourceSlow = read - start > run;
            _ready[slot] = true;
            Monitor.PulseAll(_state);
        }

        return true;
    }

    private void WaitForNext()
    {
        lock (_state)
        {
            while (!_ready[Slot(_served)])
            {
                Monitor.Wait(_state);
            }
        }
    }

    private void CallForHelp()
    {
        lock (_state)
        {
            if (_ended || _claimed < BatchesWithoutHelp)
            {
                return;
            }

            for (; _called + _helping < _helpers; _called++)
            {
                // Takes the reader's execution context along: its culture may decide how a source reads numbers.
                ThreadPool.QueueUserWorkItem(static ahead => ahead.Help(), this, preferLocal: false);
            }
        }
    }

    private void Help()
    {
        lock (_state)
        {
            _called--;
            if (_stopped)
            {
                return;
            }

            _helping++;
        }

        try
        {
            while (MakeBatch())
            {
            }
        }
        catch (Exception)
        {
            // There was no room for a batch. The reader will need that room itself, and tell.
        }
        finally
        {
            lock (_state)
            {
                _helping--;
                Monitor.PulseAll(_state);
            }
        }
    }
}

namespace VaePipeline.Generation;

/// <summary>
/// Records progress on a thread of its own: first what is written reaches the disk, then the record says so. The writer
/// of images never waits for it, but where it ends.
/// </summary>
internal sealed class GenerationJournal : IDisposable
{
    private readonly string _folder;
    private readonly Action<GenerationState> _write;
    private readonly Thread _thread;
    private readonly object _lock = new();
    private GenerationState? _next;
    private bool _isBusy;
    private bool _isOver;
    private Exception? _failure;

    /// <summary>Starts the thread.</summary>
    /// <param name="folder">Where the record lies, for errors.</param>
    /// <param name="write">Brings everything up to a state to the disk, then records the state.</param>
    public GenerationJournal(string folder, Action<GenerationState> write)
    {
        (_folder, _write) = (folder, write);
        _thread = new Thread(Work) { IsBackground = true, Name = "progress" };
        _thread.Start();
    }

    /// <summary>Whether a state was recorded.</summary>
    public bool HasRecorded { get; private set; }

    /// <summary>Whether the last state is still under way to the disk.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_lock)
            {
                return _isBusy || _next is not null;
            }
        }
    }

    /// <summary>Lets a state be recorded.</summary>
    /// <exception cref="IOException">An earlier one could not be.</exception>
    public void Record(GenerationState state)
    {
        lock (_lock)
        {
            ThrowFailure();
            _next = state;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits until what was asked for is recorded.</summary>
    /// <exception cref="IOException">It could not be.</exception>
    public void Wait()
    {
        lock (_lock)
        {
            while (_isBusy || _next is not null)
            {
                Monitor.Wait(_lock);
            }

            ThrowFailure();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            Monitor.PulseAll(_lock);
        }

        _thread.Join();
    }

    private void ThrowFailure()
    {
        if (_failure is { } failure)
        {
            _failure = null;
            throw DiskErrors.Of(_folder, "progress cannot be recorded", failure);
        }
    }

    private void Work()
    {
        while (true)
        {
            GenerationState state;
            lock (_lock)
            {
                while (_next is null && !_isOver)
                {
                    Monitor.Wait(_lock);
                }

                if (_next is not { } next)
                {
                    return;
                }

                state = next;
                _next = null;
                _isBusy = true;
            }

            try
            {
                _write(state);
                HasRecorded = true;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Told by the next call.
                _failure = exception;
            }
            finally
            {
                lock (_lock)
                {
                    _isBusy = false;
                    Monitor.PulseAll(_lock);
                }
            }
        }
    }
}

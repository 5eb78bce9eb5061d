namespace VaePipeline.Generation;

/// <summary>
/// Records progress beside the run: first what is written reaches the disk, then the record says so. The writer of images
/// waits for it only at the end.
/// </summary>
/// <param name="folder">Where the record lies, for errors.</param>
/// <param name="write">Brings everything up to a state to the disk, then records the state.</param>
internal sealed class GenerationJournal(string folder, Action<GenerationState> write) : IDisposable
{
    private Task _last = Task.CompletedTask;

    /// <summary>Whether a state was recorded.</summary>
    public bool HasRecorded { get; private set; }

    /// <summary>Whether the last state is still under way to the disk.</summary>
    public bool IsBusy => !_last.IsCompleted;

    /// <summary>Lets a state be recorded.</summary>
    /// <exception cref="IOException">An earlier one could not be.</exception>
    public void Record(GenerationState state)
    {
        Wait();

        // A thread of its own: those of the pool may all be busy with batches.
        _last = Task.Factory.StartNew(() => Write(state), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Waits until what was asked for is recorded.</summary>
    /// <exception cref="IOException">It could not be.</exception>
    public void Wait()
    {
        // A failure is told once.
        (Task last, _last) = (_last, Task.CompletedTask);
        try
        {
            last.GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DiskErrors.Failed(folder, "progress cannot be recorded", exception, "Make room, and run it again.");
        }
    }

    /// <summary>Waits for what is under way, whether it succeeds or not.</summary>
    public void Dispose() => Task.WaitAny(_last);

    private void Write(GenerationState state)
    {
        write(state);
        HasRecorded = true;
    }
}

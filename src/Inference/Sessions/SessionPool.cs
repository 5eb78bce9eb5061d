using System.Collections.Concurrent;

namespace VaePipeline.Inference.Sessions;

/// <summary>
/// A session with a stock of buffers, so that threads can run it at once without taking new memory on each call.
/// Holds as many buffers as there were callers at once.
/// </summary>
/// <param name="session">The model. The pool owns it from now on.</param>
/// <param name="tensors">Its inputs and outputs in use.</param>
/// <param name="batchSize">Rows of one run, if the model does not fix them.</param>
/// <param name="fillBatches">Whether each run has as many, however few rows there are.</param>
internal sealed class SessionPool(OnnxSession session, ModelTensors tensors, int batchSize, bool fillBatches = false) : IDisposable
{
    private readonly ConcurrentBag<SessionBuffers> _idle = [];
    private volatile bool _disposed;

    /// <summary>Rows that fit the buffers: the batch size given, or the one that the model fixes.</summary>
    public int BatchSize => tensors.FixedBatch ?? batchSize;

    /// <summary>Whether each run has <see cref="BatchSize"/> rows.</summary>
    public bool IsBatchFixed => fillBatches || tensors.FixedBatch is not null;

    /// <summary>Takes buffers; give them back with <see cref="Return"/>, or dispose them after a fault.</summary>
    /// <exception cref="ObjectDisposedException">This pool is disposed.</exception>
    public SessionBuffers Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _idle.TryTake(out SessionBuffers? buffers) ? buffers : new SessionBuffers(session, tensors, BatchSize, IsBatchFixed);
    }

    /// <summary>Gives buffers back.</summary>
    public void Return(SessionBuffers buffers)
    {
        _idle.Add(buffers);
        if (_disposed)
        {
            DisposeIdle();
        }
    }

    /// <summary>Cuts rows into batches, each with the buffers to run it in, which are the same for all.</summary>
    /// <param name="count">Rows in all.</param>
    /// <returns>The buffers, the first row of the batch, and its rows.</returns>
    /// <exception cref="ObjectDisposedException">This pool is disposed.</exception>
    public IEnumerable<(SessionBuffers Buffers, int First, int Rows)> Batches(int count)
    {
        SessionBuffers buffers = Rent();
        try
        {
            for (int first = 0; first < count; first += BatchSize)
            {
                yield return (buffers, first, Math.Min(count - first, BatchSize));
            }
        }
        finally
        {
            Return(buffers);
        }
    }

    /// <summary>Frees the session, once runs under way have ended, and the buffers.</summary>
    public void Dispose()
    {
        _disposed = true;
        session.Dispose();
        DisposeIdle();
    }

    private void DisposeIdle()
    {
        while (_idle.TryTake(out SessionBuffers? buffers))
        {
            buffers.Dispose();
        }
    }
}

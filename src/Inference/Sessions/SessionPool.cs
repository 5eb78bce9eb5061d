using System.Collections.Concurrent;

namespace VaePipeline.Inference.Sessions;

/// <summary>
/// A session with a stock of buffers, so that threads can run it at once without taking new memory on each call.
/// Holds as many buffers as there were callers at once.
/// </summary>
internal sealed class SessionPool : IDisposable
{
    private readonly ConcurrentBag<SessionBuffers> _idle = [];
    private readonly OnnxSession _session;
    private readonly IReadOnlyList<TensorInfo> _inputs;
    private readonly IReadOnlyList<TensorInfo> _outputs;
    private volatile bool _disposed;

    /// <summary>Owns <paramref name="session"/> from now on.</summary>
    /// <param name="session">The model.</param>
    /// <param name="inputs">Its inputs in use.</param>
    /// <param name="outputs">Its outputs in use.</param>
    /// <param name="batchSize">Rows of one run, where the model does not fix them.</param>
    /// <param name="fillBatches">Whether each run has as many, whatever there is to run.</param>
    public SessionPool(
        OnnxSession session, IReadOnlyList<TensorInfo> inputs, IReadOnlyList<TensorInfo> outputs, int batchSize, bool fillBatches = false)
    {
        _session = session;
        _inputs = inputs;
        _outputs = outputs;
        int? fixedBatch = BatchAxis.FixedSize(session.Path, [.. inputs, .. outputs]);
        IsBatchFixed = fixedBatch is not null || fillBatches;
        BatchSize = fixedBatch ?? batchSize;
    }

    /// <summary>Rows that fit the buffers: the batch size given, or the one that the model fixes.</summary>
    public int BatchSize { get; }

    /// <summary>Whether each run has <see cref="BatchSize"/> rows.</summary>
    public bool IsBatchFixed { get; }

    /// <summary>Takes buffers; give them back with <see cref="Return"/>, or dispose them after a fault.</summary>
    /// <exception cref="ObjectDisposedException">This pool is disposed.</exception>
    public SessionBuffers Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _idle.TryTake(out SessionBuffers? buffers) ? buffers : new SessionBuffers(_session, _inputs, _outputs, BatchSize, IsBatchFixed);
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

    /// <summary>Frees the session, once runs under way have ended, and the buffers.</summary>
    public void Dispose()
    {
        _disposed = true;
        _session.Dispose();
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

using VaePipeline.Contracts.Numbers;
using VaePipeline.Data.Images;

namespace VaePipeline.Training.Batches;

/// <summary>
/// The batches of one epoch, in order. While a step computes, another thread gathers the next batch into tensors that
/// the reading thread has made. What a batch holds follows from the seed and its step alone.
/// </summary>
/// <param name="images">The set.</param>
/// <param name="order">Positions in it, in the order of the epoch.</param>
/// <param name="batchSize">Images of a batch; the last one may be short.</param>
/// <param name="noise">What the encoder is to see.</param>
/// <param name="seed">Decides the noise.</param>
/// <param name="firstStep">The run's step that takes the first batch.</param>
/// <param name="skip">Batches of the epoch that are left out, since an earlier process trained on them.</param>
internal sealed class BatchStream(ImageSet images, int[] order, int batchSize, InputNoise noise, long seed, long firstStep, int skip = 0) : IDisposable
{
    private Task<TrainingBatch>? _next;
    private int _start = Math.Min(skip * batchSize, order.Length);

    /// <summary>The next batch, the caller's to dispose; null after the last.</summary>
    public TrainingBatch? Next()
    {
        var batch = (_next ?? Prepare())?.GetAwaiter().GetResult();
        _start = Math.Min(_start + batchSize, order.Length);
        _next = Prepare();
        return batch;
    }

    /// <summary>Waits for the batch that nobody will take.</summary>
    public void Dispose()
    {
        _next?.GetAwaiter().GetResult().Dispose();
        _next = null;
    }

    private Task<TrainingBatch>? Prepare()
    {
        if (_start == order.Length)
        {
            return null;
        }

        // Outside the caller's dispose scope: whoever takes the batch disposes it.
        int start = _start, count = Math.Min(batchSize, order.Length - start);
        var target = ImageBatch.Empty(count, images.Shape).DetachFromDisposeScope();
        var input = noise.IsNone ? target : ImageBatch.Empty(count, images.Shape).DetachFromDisposeScope();
        return Task.Run(() => Gather(new TrainingBatch(input, target), start, count));
    }

    private TrainingBatch Gather(TrainingBatch batch, int start, int count)
    {
        var indices = order.AsSpan(start, count);
        ImageBatch.Fill(batch.Target, images, indices);
        if (!noise.IsNone)
        {
            FillNoisy(batch.Input, indices, firstStep + (start / batchSize));
        }

        return batch;
    }

    private void FillNoisy(Tensor input, ReadOnlySpan<int> indices, long step)
    {
        var shape = images.Shape;
        byte[] pixels = new byte[indices.Length * shape.PixelCount];
        var random = new SeededRandom(seed, step);
        for (int i = 0; i < indices.Length; i++)
        {
            noise.Apply(
                images.Pixels.AsSpan(indices[i] * shape.PixelCount, shape.PixelCount),
                shape.Width,
                shape.Height,
                ref random,
                pixels.AsSpan(i * shape.PixelCount, shape.PixelCount));
        }

        ImageBatch.Fill(input, pixels);
    }
}

/// <summary>The images of a step. Whoever takes it disposes it.</summary>
/// <param name="Input">What the encoder sees, [N, C, H, W], float32 in [0, 1]; the same tensor as the target if there is no noise.</param>
/// <param name="Target">What the decoder is to give, of the same shape.</param>
internal sealed record TrainingBatch(Tensor Input, Tensor Target) : IDisposable
{
    /// <summary>N.</summary>
    public long Count => Target.shape[0];

    public void Dispose()
    {
        Input.Dispose();
        Target.Dispose();
    }
}

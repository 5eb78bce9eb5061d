using TorchSharp;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Images;
using VaePipeline.Training.Batches;

namespace VaePipeline.Training.Tests.Batches;

public sealed class BatchStreamTests
{
    private static readonly ImageShape OneByTwo = new(1, 1, 2);
    private static readonly ImageSet Five = new(5, OneByTwo, [0, 10, 1, 11, 2, 12, 3, 13, 4, 14], null);
    private static readonly InputNoise Drawn = new(Binarize: 1, Shift: 0);

    [Fact]
    public void Next_gives_the_batches_in_order_and_the_short_one_last()
    {
        using var stream = new BatchStream(Five, [4, 2, 0, 1, 3], 2, default, seed: 1, firstStep: 0);

        Assert.Equal([4, 14, 2, 12], Pixels(stream.Next()));
        Assert.Equal([0, 10, 1, 11], Pixels(stream.Next()));
        Assert.Equal([3, 13], Pixels(stream.Next()));
        Assert.Null(stream.Next());
    }

    [Fact]
    public void Without_noise_the_encoder_sees_the_target_itself()
    {
        using var stream = new BatchStream(Five, [0, 1], 2, default, seed: 1, firstStep: 0);
        using var batch = stream.Next()!; // not null: there are images

        Assert.Same(batch.Target, batch.Input);
    }

    [Fact]
    public void Noise_of_a_batch_follows_from_its_step_alone()
    {
        int[] order = [.. Enumerable.Range(0, 64).Select(i => i % 2)];
        var grey = new ImageSet(2, OneByTwo, [100, 150, 50, 200], null);
        using var whole = new BatchStream(grey, order, 32, Drawn, seed: 3, firstStep: 10);
        using var resumed = new BatchStream(grey, order, 32, Drawn, seed: 3, firstStep: 10, skip: 1);
        using var first = whole.Next()!; // not null: two batches
        using var second = whole.Next()!;
        using var again = resumed.Next()!;

        Assert.Equal(second.Input.data<float>().ToArray(), again.Input.data<float>().ToArray());
        Assert.NotEqual(second.Input.data<float>().ToArray(), first.Input.data<float>().ToArray());
        Assert.Null(resumed.Next());
    }

    [Fact]
    public void Dispose_frees_the_batch_that_nobody_took()
    {
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        new BatchStream(Five, [0, 1, 2], 2, Drawn, seed: 1, firstStep: 0).Dispose();
        using (var stream = new BatchStream(Five, [0, 1, 2], 2, Drawn, seed: 1, firstStep: 0))
        {
            stream.Next()?.Dispose();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static int[] Pixels(TrainingBatch? batch)
    {
        Assert.NotNull(batch);
        using (batch)
        {
            return [.. batch.Target.data<float>().Select(value => (int)MathF.Round(value * 255))];
        }
    }
}

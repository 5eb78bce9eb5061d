using TorchSharp;
using VaePipeline.Contracts.Numbers;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.Data.Digits;
using VaePipeline.Data.Images;
using VaePipeline.Training.Batches;
using VaePipeline.Training.Evaluation;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Options;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Tests.Runs;

public sealed class TrainingLoopTests
{
    private static readonly ImageSet Digits = DigitGenerator.Generate(160, seed: 1);
    private static readonly TrainingOptions Small = new() { Epochs = 3, BatchSize = 48, ValidationImages = 32 };
    private static readonly TrainingSplit Split = TrainingSplit.Create(Digits.Count, Small.ValidationImages, seed: 1);

    [Theory]
    [InlineData("keras", 1)]
    [InlineData("keras", 2)]
    [InlineData("mlp", 1)]
    [InlineData("mlp", 2)]
    [InlineData("residual", 2)]
    [Trait("Category", "Slow")]
    public void Run_same_seed_and_threads_gives_the_same_weights_bit_for_bit(string network, int threads)
    {
        // keras has transposed convolutions, the others have matrix products alone.
        var options = Small with
        {
            Network = network,
            Threads = threads,
            EmaDecay = 0.9,
            ClipNorm = 100,
            BinarizeInput = 0.5,
            ShiftInput = 1,
        };

        var first = TrainedWeights(seed: 1);
        var again = TrainedWeights(seed: 1);
        var other = TrainedWeights(seed: 2);

        Assert.Equal(first.Select(tensor => tensor.Name), again.Select(tensor => tensor.Name));
        Assert.All(first.Zip(again), pair => Assert.Equal(pair.First.Data, pair.Second.Data));
        Assert.NotEqual(first[0].Data, other[0].Data);

        IReadOnlyList<NamedTensor> TrainedWeights(long seed)
        {
            using var vae = VaeNetworks.Create(options.ToNetwork(), Digits.Shape, seed);
            Train(options with { Seed = seed }, vae, new RecordingProgress());
            return VaeWeights.Capture(vae);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Run_lowers_both_losses_on_a_small_set()
    {
        using var vae = VaeNetworks.Create("keras", Digits.Shape, 2, seed: 1);
        var progress = new RecordingProgress();

        Train(Small with { Epochs = 15, WarmUpSteps = 0 }, vae, progress);

        // Fresh weights give logits near 0, that is ln 2 a pixel: 543 nats; the mean image of the set costs about 210.
        Assert.InRange(progress.Steps[0].EpochTerms.NegativeElbo, 500, 600);
        Assert.True(progress.Epochs[^1].Training.NegativeElbo < 260, progress.Epochs[^1].ToString());
        Assert.True(progress.Epochs[^1].Validation!.Value.NegativeElbo < 260, progress.Epochs[^1].ToString());
    }

    [Fact]
    public void Run_counts_the_short_last_batch_as_a_step()
    {
        using var vae = VaeNetworks.Create("keras", Digits.Shape, 2, seed: 1);
        var progress = new RecordingProgress();

        var report = Train(Small, vae, progress);

        // 128 images in batches of 48: 48, 48, 32.
        Assert.Equal(Enumerable.Range(1, 9), progress.Steps.Select(step => (int)step.Step));
        Assert.All(progress.Steps, step => Assert.Equal(9, step.Steps));
        Assert.Equal(3, report.Epochs.Count);
    }

    [Fact]
    public void Run_keeps_the_weights_of_the_best_epoch()
    {
        using var vae = VaeNetworks.Create("keras", Digits.Shape, 2, seed: 1);
        var options = Small with { Epochs = 6 };

        // From the third epoch on the encoder is spoilt after every step, so that the second stays the best.
        var progress = new RecordingProgress(step =>
        {
            if (step.Epoch >= 3)
            {
                using var noGradient = torch.no_grad();
                vae.Encoder.MeanHead.bias!.fill_(50);
            }
        });
        var report = Train(options, vae, progress);

        var kept = ElboEvaluator.Evaluate(vae, Digits, Split.Validation, new RunSeeds(options.Seed).EvaluationNoise, CancellationToken.None);
        Assert.Equal(2, report.KeptEpoch);
        Assert.Equal(progress.Epochs[1].Validation, kept);
        Assert.Equal([true, true, false, false, false, false], progress.Epochs.Select(epoch => epoch.IsBest));
    }

    [Fact]
    public void Run_without_validation_keeps_the_last_epoch()
    {
        using var vae = VaeNetworks.Create("keras", Digits.Shape, 2, seed: 1);

        var report = Train(Small with { ValidationImages = 0 }, vae, new RecordingProgress());

        Assert.Equal(3, report.KeptEpoch);
        Assert.All(report.Epochs, epoch => Assert.Null(epoch.Validation));
    }

    [Fact]
    public void Run_stops_at_a_loss_that_is_not_a_number_and_names_the_step()
    {
        using var vae = VaeNetworks.Create("keras", Digits.Shape, 2, seed: 1);
        var progress = new RecordingProgress(step =>
        {
            if (step.Step == 4)
            {
                using var noGradient = torch.no_grad();
                vae.Encoder.MeanHead.bias!.fill_(float.NaN);
            }
        });

        var error = Assert.Throws<TrainingDivergedException>(
            () => Train(Small, vae, progress));

        Assert.Equal("step 5 (epoch 2): the loss is NaN; expected a finite number. Lower --learning-rate (it was 0.002).", error.Message);
    }

    [Fact]
    public void Run_stops_at_the_step_where_it_is_cancelled()
    {
        using var vae = VaeNetworks.Create("keras", Digits.Shape, 2, seed: 1);
        using var cancellation = new CancellationTokenSource();
        var progress = new RecordingProgress(step =>
        {
            if (step.Step == 2)
            {
                cancellation.Cancel();
            }
        });

        Assert.Throws<OperationCanceledException>(() => Train(Small, vae, progress, cancellation.Token));

        Assert.Equal(2, progress.Steps.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    public void Run_leaves_no_tensor_behind(double emaDecay)
    {
        using var vae = VaeNetworks.Create("keras", Digits.Shape, 2, seed: 1);
        var options = Small with { EmaDecay = emaDecay, ClipNorm = 100 };
        Train(options, vae, new RecordingProgress());
        Assert.Equal(Small.Threads, TorchSharp.torch.get_num_threads());
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        var alive = new List<long>();

        Train(options, vae, new RecordingProgress(_ => alive.Add(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount)));

        // Adam's two moments for each of the 18 parameters live from the begin of the run to its end, as do the
        // averages, and a batch
        // that waits for its step; three steps an epoch, the last of which has none waiting.
        Assert.Equal(9, alive.Count);
        Assert.All(alive.Index(), step => Assert.Equal(step.Index % 3 == 2 ? alive[0] - 1 : alive[0], step.Item));
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static TrainingReport Train(TrainingOptions options, Vae vae, RecordingProgress progress, CancellationToken cancellationToken = default)
    {
        using var loop = new TrainingLoop(options, vae, Digits, TrainingSplit.Create(Digits.Count, options.ValidationImages, seed: 1), progress, record: null);
        return loop.Run(cancellationToken);
    }
}

using TorchSharp;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.Training.Metrics;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Options;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Tests.Runs;

public sealed class ResumeTests : IDisposable
{
    // 80 images train in batches of 32: 32, 32, 16; three epochs of three steps.
    private static readonly TrainingOptions Small = new()
    {
        Epochs = 3,
        BatchSize = 32,
        ValidationImages = 10,
        WarmUpSteps = 2,
        LearningRate = 5e-3,
        CheckpointSteps = 2,
        Width = 4,
    };

    private static readonly Dictionary<string, TrainingOptions> Kinds = new()
    {
        ["keras"] = Small,
        ["every option"] = Small with
        {
            Network = "residual",
            Width = 24,
            Depth = 1,
            Likelihood = Likelihood.Gaussian,
            EmaDecay = 0.8,
            WeightDecay = 0.01,
            ClipNorm = 5,
            Beta = 0.5,
            KlWarmUpEpochs = 1.5,
            FreeBits = 0.1,
            BinarizeInput = 0.5,
            ShiftInput = 2,
            Seed = 3,
        },
        ["importance weighted"] = Small with { Network = "mlp", Width = 24, ImportanceSamples = 3, ValidationImages = 0, EmaDecay = 0.9, CheckpointSteps = 1000 },
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> KindNames => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(KindNames))]
    [Trait("Category", "Slow")]
    public void A_run_cancelled_at_any_step_goes_on_to_the_same_weights(string kind)
    {
        var options = Kinds[kind];
        var expected = RecordedRun.Train(_folder["whole"], options);
        string metrics = WithoutTimes(_folder["whole"]);

        for (int step = 1; step < 9; step++)
        {
            string model = _folder[$"cut-{step}"];
            Cut(model, options, step);
            Assert.Equal(step, RunFolder.CheckpointsOf(model).Steps[^1]);

            var resumed = RecordedRun.Train(model, options);

            AssertSame(expected, resumed);
            Assert.Equal(metrics, WithoutTimes(model));
        }
    }

    [Fact]
    public void A_run_that_was_not_resumed_in_between_differs()
    {
        // What the test above compares must be able to differ: one step more or less does.
        var expected = RecordedRun.Train(_folder["whole"], Small);
        var other = RecordedRun.Train(_folder["other"], Small with { LearningRate = 4.999e-3 });

        Assert.NotEqual(expected[0].Data, other[0].Data);
    }

    [Fact]
    public void Resume_takes_the_best_epoch_from_its_checkpoint()
    {
        // From the second epoch on the encoder is spoilt after every step, so that the first stays the best.
        var expected = RecordedRun.Train(_folder["whole"], Small, Spoil);
        Cut(_folder["cut"], Small, step: 7, Spoil);

        var resumed = RecordedRun.Train(_folder["cut"], Small, Spoil);

        Assert.Equal(3, RunFolder.CheckpointsOf(_folder["cut"]).ReadLast().State.BestStep);
        AssertSame(expected, resumed);
        Assert.Equal([3, 7, 8, 9], RunFolder.CheckpointsOf(_folder["cut"]).Steps);

        static void Spoil(Vae vae, StepReport step)
        {
            if (step.Epoch > 1)
            {
                using var noGradient = torch.no_grad();
                vae.Encoder.MeanHead.bias!.fill_(50);
            }
        }
    }

    [Fact]
    public void A_weight_that_is_not_a_number_stops_the_run_and_the_last_good_checkpoint_stays()
    {
        // Behind the fourth step, and so before the checkpoint there.
        var error = Assert.Throws<TrainingDivergedException>(() => RecordedRun.Train(_folder["model"], Small, (vae, step) =>
        {
            if (step.Step == 4)
            {
                using var noGradient = torch.no_grad();
                vae.Encoder.MeanHead.bias!.fill_(float.NaN);
            }
        }));

        var checkpoints = RunFolder.CheckpointsOf(_folder["model"]);
        Assert.Equal(
            $"step 4 (epoch 2): a value in tensor \"encoder.mean.bias\" is not finite; expected finite numbers. Lower --learning-rate (it was 0.005). The last good checkpoint is {checkpoints.PathOf(3)}: a new run can begin with its weights by --init-from.",
            error.Message);
        Assert.Equal([0, 2, 3], checkpoints.Steps);
        Assert.Null(checkpoints.ReadLast().Tensors.FindNotFinite());
    }

    [Fact]
    public void A_loss_that_is_not_a_number_stops_the_run_and_the_last_good_checkpoint_stays()
    {
        var error = Assert.Throws<TrainingDivergedException>(() => RecordedRun.Train(_folder["model"], Small with { CheckpointSteps = 1000 }, (vae, step) =>
        {
            if (step.Step == 4)
            {
                using var noGradient = torch.no_grad();
                vae.Encoder.MeanHead.bias!.fill_(float.NaN);
            }
        }));

        Assert.StartsWith("step 5 (epoch 2): the loss is NaN; expected a finite number. ", error.Message, StringComparison.Ordinal);
        Assert.Null(RunFolder.CheckpointsOf(_folder["model"]).ReadLast().Tensors.FindNotFinite());
        Assert.Equal([0, 3], RunFolder.CheckpointsOf(_folder["model"]).Steps);
    }

    [Fact]
    public void Resume_refuses_a_checkpoint_of_another_network()
    {
        Cut(_folder["model"], Small, step: 1);
        var checkpoints = RunFolder.CheckpointsOf(_folder["model"]);
        var last = checkpoints.ReadLast();
        checkpoints.Save(last with { Tensors = SmallCheckpoint.At(1).Tensors });

        var error = Assert.Throws<BadInputException>(() => RecordedRun.Train(_folder["model"], Small));

        Assert.StartsWith($"{checkpoints.PathOf(1)}: first moments: tensor \"", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Use weights that were trained with network \"keras\" and 2 latents.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_refuses_measurements_that_lack_an_epoch()
    {
        Cut(_folder["model"], Small, step: 4);
        string path = _folder["model/run/metrics.jsonl"];
        File.WriteAllText(path, "");

        var error = Assert.Throws<BadInputException>(() => RecordedRun.Train(_folder["model"], Small));

        Assert.Equal($"{path}: 0 epochs up to step 4; expected 1, as the checkpoint has them. Put the file back as the run left it, or start the run anew.", error.Message);
    }

    private static void Cut(string model, TrainingOptions options, int step, Action<Vae, StepReport>? onStep = null)
    {
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => RecordedRun.Train(
            model,
            options,
            (vae, report) =>
            {
                onStep?.Invoke(vae, report);
                if (report.Step == step)
                {
                    cancellation.Cancel();
                }
            },
            cancellation.Token));
    }

    private static string WithoutTimes(string model) => string.Join('\n', MetricsFile.Read(Path.Combine(model, "run", MetricsFile.Name))
        .Select(line => line with { Seconds = 0, ImagesPerSecond = null }));

    private static void AssertSame(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual)
    {
        Assert.Equal(expected.Select(tensor => tensor.Name), actual.Select(tensor => tensor.Name));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Data, pair.Second.Data));
    }
}

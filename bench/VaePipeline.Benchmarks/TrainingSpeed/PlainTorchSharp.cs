using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace VaePipeline.Benchmarks.TrainingSpeed;

/// <summary>
/// The keras network and its step as users of TorchSharp write them: modules in a Sequential, AdamW, one dispose scope a
/// step, batches gathered by index from a tensor in memory. Same engine and number of threads as ours.
/// </summary>
internal sealed class PlainTorchSharp : IDisposable
{
    /// <summary>The command of this program that serves it to another process.</summary>
    public const string Command = "plain-torchsharp";

    private const int Images = 12_800;

    private readonly Vae _vae;
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _images, _order;
    private readonly int _batchSize, _threads;
    private int _at;

    /// <param name="batchSize">Images of a step.</param>
    /// <param name="threads">For <c>torch.set_num_threads</c>.</param>
    public PlainTorchSharp(int batchSize, int threads)
    {
        (_batchSize, _threads) = (batchSize, threads);
        _vae = new Vae();
        _optimizer = optim.AdamW(_vae.parameters(), lr: 1e-3, weight_decay: 0);
        using DisposeScope scope = NewDisposeScope();
        _images = rand(Images, 1, 28, 28).MoveToOuterDisposeScope();
        _order = randperm(Images, ScalarType.Int64).MoveToOuterDisposeScope();
    }

    /// <summary>Answers lines as torch_training.py does, until there are no more.</summary>
    public void Serve(TextReader questions, TextWriter answers)
    {
        while (questions.ReadLine()?.Split('\t') is [string what, string seconds])
        {
            var duration = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
            StepSample sample = what == "measure" ? Measure(duration) : default;
            answers.WriteLine(what == "measure"
                ? string.Create(CultureInfo.InvariantCulture, $"{sample.ImagesPerSecond:R}\t{sample.CpuMilliseconds:R}")
                : Peak(duration).ToString("R", CultureInfo.InvariantCulture));
            answers.Flush();
        }
    }

    /// <summary>Trains for so long, after a lead-in.</summary>
    private StepSample Measure(TimeSpan duration)
    {
        set_num_threads(_threads);
        Run(duration / 5);
        using var process = Process.GetCurrentProcess();
        double cpu = process.TotalProcessorTime.TotalMilliseconds;
        (int steps, TimeSpan elapsed) = Run(duration);
        process.Refresh();
        return new StepSample(steps * _batchSize / elapsed.TotalSeconds, (process.TotalProcessorTime.TotalMilliseconds - cpu) / steps);
    }

    /// <summary>GFLOP/s of the engine's fastest product of two 2048 x 2048 matrices.</summary>
    private double Peak(TimeSpan duration)
    {
        set_num_threads(_threads);
        using Tensor a = randn(2048, 2048), b = randn(2048, 2048);
        TimeSpan best = TimeSpan.MaxValue;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < duration;)
        {
            long begin = Stopwatch.GetTimestamp();
            using Tensor product = a.mm(b);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
            best = elapsed < best ? elapsed : best;
        }

        return 2 * Math.Pow(2048, 3) / best.TotalSeconds / 1e9;
    }

    public void Dispose()
    {
        _images.Dispose();
        _order.Dispose();
        _optimizer.Dispose();
        _vae.Dispose();
    }

    private (int Steps, TimeSpan Elapsed) Run(TimeSpan duration)
    {
        long start = Stopwatch.GetTimestamp();
        for (int steps = 1; ; steps++)
        {
            Step();
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            if (elapsed >= duration)
            {
                return (steps, elapsed);
            }
        }
    }

    private void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor batch = _images[_order[TensorIndex.Slice(_at, _at + _batchSize)]];
        _at = (_at + _batchSize) % Images;
        _optimizer.zero_grad();
        _vae.forward(batch).backward();
        _optimizer.step();
    }

#pragma warning disable CA2213 // A module disposes what is registered with it.
    /// <summary>From images to the loss, nats per image.</summary>
    private sealed class Vae : Module<Tensor, Tensor>
    {
        private readonly Sequential _encoder = Sequential(
            Conv2d(1, 32, 3, stride: 2, padding: 1), ReLU(), Conv2d(32, 64, 3, stride: 2, padding: 1), ReLU(),
            Flatten(), Linear(3136, 16), ReLU());

        private readonly Linear _mean = Linear(16, 2), _logVariance = Linear(16, 2);

        private readonly Sequential _decoder = Sequential(
            Linear(2, 3136), ReLU(), Unflatten(1, [64, 7, 7]),
            ConvTranspose2d(64, 64, 3, stride: 2, padding: 1, output_padding: 1), ReLU(),
            ConvTranspose2d(64, 32, 3, stride: 2, padding: 1, output_padding: 1), ReLU(),
            ConvTranspose2d(32, 1, 3, padding: 1));

        public Vae()
            : base("vae") => RegisterComponents();

        public override Tensor forward(Tensor images)
        {
            Tensor features = _encoder.forward(images);
            Tensor mean = _mean.forward(features), logVariance = _logVariance.forward(features).clamp(-10, 10);
            Tensor logits = _decoder.forward(mean + ((0.5 * logVariance).exp() * randn_like(mean)));
            Tensor reconstruction = functional.binary_cross_entropy_with_logits(logits, images, reduction: Reduction.Sum);
            Tensor divergence = 0.5 * (logVariance.exp() + mean.square() - logVariance - 1).sum();
            return (reconstruction + divergence) / images.shape[0];
        }
    }
#pragma warning restore CA2213
}

using System.Diagnostics;
using System.Globalization;
using VaePipeline.Training.Metrics;
using VaePipeline.Training.Runs;
using VaePipeline.Training.Tests.Metrics;

namespace VaePipeline.Training.Tests.Runs;

/// <summary>Runs in processes of their own, killed with SIGKILL and resumed by the command that a user types.</summary>
public sealed class KillTests : IDisposable
{
    private const int Steps = 80;
    private const int Attempts = 10;

    // 128 of 140 images train, in batches of 16: eight steps an epoch. What makes a run, all at once.
    private static readonly string[] Options =
    [
        "--images", "140", "--validation", "12", "--batch-size", "16", "--epochs", "10", "--threads", "1", "--warm-up-steps", "9",
        "--width", "4", "--ema", "0.9", "--weight-decay", "0.01", "--clip-norm", "50", "--kl-warm-up", "2", "--binarize-input", "0.5", "--shift-input", "1",
        "--checkpoint-steps", "3",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    [Trait("Category", "Slow")]
    public async Task A_run_killed_at_ten_moments_is_resumed_to_the_same_bytes()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no SIGKILL.");
        await TrainAsync("whole", Options);
        var random = new Random(5);
        var moments = Enumerable.Range(0, 10).Select(i => (Name: $"killed-{i}", Step: (i * Steps / 10) + random.Next(Steps / 10), Wait: random.Next(30))).ToArray();

        // Two at a time, one core each.
        await Parallel.ForEachAsync(moments, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (moment, _) =>
        {
            await KillAsync(moment.Name, moment.Step, TimeSpan.FromMilliseconds(moment.Wait));
            await TrainAsync(moment.Name, "--resume");
        });

        foreach (var moment in moments)
        {
            await AssertSameAsync(moment.Name);
        }
    }

    [SkippableFact]
    [Trait("Category", "Slow")]
    public async Task A_run_killed_inside_a_checkpoint_is_resumed_to_the_same_bytes()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no SIGKILL.");
        await TrainAsync("whole", Options);
        await KillAsync("killed", step: 20, TimeSpan.Zero);
        long resumedFrom = RunFolder.CheckpointsOf(_folder["killed/model"]).Steps[^1];

        // Two checkpoints come through; of the third 10,000 bytes do, some of them in its header.
        using (var broken = Start([Path.Combine(AppContext.BaseDirectory, "VaePipeline.Training.Tests.dll"), "digits", _folder["killed/model"], "2", "10000"]))
        {
            await broken.WaitForExitAsync();
            Assert.Equal(128 + 9, broken.ExitCode);
        }

        var left = Directory.GetFiles(_folder["killed/model/run/checkpoints"], ".*.tmp");
        Assert.InRange(new FileInfo(Assert.Single(left)).Length, 10_000, 100_000);
        Assert.True(RunFolder.CheckpointsOf(_folder["killed/model"]).Steps[^1] > resumedFrom);
        await TrainAsync("killed", "--resume");

        await AssertSameAsync("killed");
        Assert.Empty(Directory.GetFiles(_folder["killed/model/run/checkpoints"], ".*.tmp"));
    }

    /// <summary>
    /// Starts a run and kills it some time after its checkpoint of a step. A run that was whole before the signal came,
    /// because this process had to wait for a core, is thrown away and begun again.
    /// </summary>
    private async Task KillAsync(string model, int step, TimeSpan wait)
    {
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            using var process = Start(Command(model, Options));
            var checkpoints = RunFolder.CheckpointsOf(_folder[$"{model}/model"]);
            while (!(checkpoints.Steps is [.., var last] && last >= step - 2) && !process.HasExited)
            {
                await Task.Delay(1);
            }

            await Task.Delay(wait);
            process.Kill();
            await process.WaitForExitAsync();
            bool isOver = MetricsFile.Read(_folder[$"{model}/model/run/metrics.jsonl"]).Any(line => line.Kind == MetricsLine.RunEnd);
            if (process.ExitCode == 128 + 9 && !isOver)
            {
                return;
            }

            Assert.True(process.ExitCode is 0 or 128 + 9, $"{model}: exit code {process.ExitCode}");
            Directory.Delete(_folder[$"{model}/model"], recursive: true);
        }

        Assert.Fail($"{model}: {Attempts} runs ended before they could be killed after step {step}.");
    }

    private async Task TrainAsync(string model, params string[] options)
    {
        using var process = Start(Command(model, options));
        var output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{model}: {errors}");
    }

    private string[] Command(string model, string[] options) =>
        [Path.Combine(AppContext.BaseDirectory, "VaePipeline.Training.dll"), "train", "--data", "digits", "--output", _folder[$"{model}/model"], .. options];

    private static Process Start(string[] arguments) =>
        Process.Start(new ProcessStartInfo(SystemProgram.Dotnet, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
        ?? throw new InvalidOperationException("dotnet did not start.");

    private async Task AssertSameAsync(string model)
    {
        foreach (string name in new[] { "weights.safetensors", "encoder.onnx", "decoder.onnx" })
        {
            Assert.Equal(await File.ReadAllBytesAsync(_folder[$"whole/model/{name}"]), await File.ReadAllBytesAsync(_folder[$"{model}/model/{name}"]));
        }

        Assert.Equal(Measurements("whole"), Measurements(model));
        if (!Python.Has(EventReader.Module))
        {
            return; // A skip would hide all the work before. EventFilesTests says what is missing.
        }

        string[] events = Events("whole");
        Assert.Equal(events, Events(model));
        Assert.Equal(
            ["epoch/kl_divergence", "epoch/negative_elbo", "epoch/reconstruction", "learning_rate", "test/kl_divergence", "test/negative_elbo",
                "test/reconstruction", "train/kl_divergence", "train/negative_elbo", "train/reconstruction", "validation/kl_divergence",
                "validation/negative_elbo", "validation/reconstruction"],
            events.Select(line => line.Split(' ')[1]).Distinct().Order(StringComparer.Ordinal));
    }

    private string[] Measurements(string model) =>
    [
        .. MetricsFile.Read(_folder[$"{model}/model/run/metrics.jsonl"])
            .Select(line => line with { Seconds = 0, ImagesPerSecond = null })
            .Select(line => string.Create(CultureInfo.InvariantCulture, $"{line}")),
    ];

    private string[] Events(string model) =>
        EventReader.Read([.. Directory.GetFiles(_folder[$"{model}/model/run"], "events.out.tfevents.*").Order(StringComparer.Ordinal)]);
}

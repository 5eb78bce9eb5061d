using System.Globalization;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.TrainingSpeed;

/// <summary>The training step in PyTorch: torch_training.py in a process of its own, since its settings are read at its start.</summary>
internal sealed class TorchTrainer(TorchSetting setting) : IDisposable
{
    private readonly PythonProcess _process = new(
        Build.RepositoryFile("bench", "VaePipeline.Benchmarks", "TrainingSpeed", "torch_training.py"),
        [setting.Threads.ToString(CultureInfo.InvariantCulture), setting.Options],
        setting.Environment);

    /// <summary>Its setting.</summary>
    public TorchSetting Setting => setting;

    /// <summary>PyTorch's version.</summary>
    public static string ReadVersion()
    {
        using var torch = new TorchTrainer(TorchSetting.ForPeak(1));
        return torch._process.Ask("version");
    }

    /// <summary>Trains for so long, after a lead-in.</summary>
    public StepSample Measure(TimeSpan duration)
    {
        string[] words = _process.Ask("measure", Text(duration)).Split('\t');
        return new StepSample(double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture));
    }

    /// <summary>GFLOP/s of its fastest product of two 2048 x 2048 matrices.</summary>
    public double Peak(TimeSpan duration) => double.Parse(_process.Ask("peak", Text(duration)), CultureInfo.InvariantCulture);

    public void Dispose() => _process.Dispose();

    private static string Text(TimeSpan duration) => duration.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}

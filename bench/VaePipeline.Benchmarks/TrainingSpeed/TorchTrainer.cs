using System.Globalization;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.TrainingSpeed;

/// <summary>
/// The training step in a process of its own: in PyTorch (torch_training.py), whose settings are read at its start, or in
/// plain TorchSharp. In one process with our trainer, OpenMP would count both's threads as more than there are cores.
/// </summary>
internal sealed class TorchTrainer : IDisposable
{
    private readonly AnsweringProcess _process;

#pragma warning disable CA2000 // The trainer owns the process that it gets.
    private TorchTrainer(string name, AnsweringProcess process) => (Name, _process) = (name, process);

    /// <summary>What tables call it.</summary>
    public string Name { get; }

    /// <summary>PyTorch in a setting.</summary>
    public static TorchTrainer Of(TorchSetting setting) => new(setting.Name, AnsweringProcess.OfPython(
        Build.RepositoryFile("bench", "VaePipeline.Benchmarks", "TrainingSpeed", "torch_training.py"),
        [setting.Threads.ToString(CultureInfo.InvariantCulture), setting.Options],
        setting.Environment));

    /// <summary>Plain TorchSharp.</summary>
    public static TorchTrainer OfPlainTorchSharp(int batchSize, int threads) => new("plain TorchSharp", AnsweringProcess.OfThisProgram(
        PlainTorchSharp.Command, batchSize.ToString(CultureInfo.InvariantCulture), threads.ToString(CultureInfo.InvariantCulture)));
#pragma warning restore CA2000

    /// <summary>PyTorch's version.</summary>
    public static string ReadVersion()
    {
        using TorchTrainer torch = Of(TorchSetting.ForPeak(1));
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

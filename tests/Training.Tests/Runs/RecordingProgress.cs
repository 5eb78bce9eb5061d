using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Tests.Runs;

/// <summary>Keeps what a run reports, and lets a test act at a step.</summary>
internal sealed class RecordingProgress(Action<StepReport>? onStep = null) : ITrainingProgress
{
    public List<StepReport> Steps { get; } = [];

    public List<EpochReport> Epochs { get; } = [];

    public void OnStep(in StepReport step)
    {
        Steps.Add(step);
        onStep?.Invoke(step);
    }

    public void OnEpoch(EpochReport epoch) => Epochs.Add(epoch);
}

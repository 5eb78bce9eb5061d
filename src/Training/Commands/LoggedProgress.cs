using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Commands;

/// <summary>Passes everything on and keeps the epochs' lines for <c>training.log</c>.</summary>
internal sealed class LoggedProgress(ITrainingProgress shown, List<string> log) : ITrainingProgress
{
    public void OnStep(in StepReport step) => shown.OnStep(step);

    public void OnEpoch(EpochReport epoch)
    {
        log.Add(epoch.ToString());
        shown.OnEpoch(epoch);
    }
}

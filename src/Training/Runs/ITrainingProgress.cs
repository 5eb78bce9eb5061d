namespace VaePipeline.Training.Runs;

/// <summary>Hears how a run goes: a bar on a terminal, plain lines elsewhere. Called on the training thread.</summary>
internal interface ITrainingProgress
{
    /// <summary>A step is done.</summary>
    void OnStep(in StepReport step);

    /// <summary>An epoch is done, its validation included. A run that is resumed tells of the epochs before, too.</summary>
    void OnEpoch(EpochReport epoch);
}

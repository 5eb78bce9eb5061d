namespace VaePipeline.Training.Runs;

/// <summary>What a run came to.</summary>
/// <param name="Epochs">One report an epoch.</param>
/// <param name="KeptEpoch">The epoch whose weights the model has now, from 1.</param>
/// <param name="Steps">Steps of the run.</param>
/// <param name="Duration">Wall-clock time of training and validation, over all parts of a run that was cut off and resumed.</param>
internal sealed record TrainingReport(IReadOnlyList<EpochReport> Epochs, int KeptEpoch, long Steps, TimeSpan Duration);

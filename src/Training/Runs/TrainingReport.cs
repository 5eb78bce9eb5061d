namespace VaePipeline.Training.Runs;

/// <summary>What a run came to.</summary>
/// <param name="Epochs">One report an epoch.</param>
/// <param name="KeptEpoch">The epoch whose weights the model has now, from 1.</param>
/// <param name="Duration">Wall-clock time of training and validation.</param>
internal sealed record TrainingReport(IReadOnlyList<EpochReport> Epochs, int KeptEpoch, TimeSpan Duration);

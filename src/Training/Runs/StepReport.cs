using VaePipeline.Training.Objective;

namespace VaePipeline.Training.Runs;

/// <summary>Where a run stands after a step.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Steps done since the run began.</param>
/// <param name="Steps">Steps of the whole run.</param>
/// <param name="EpochTerms">Mean of the epoch's steps so far.</param>
/// <param name="ImagesPerSecond">Training images a second in this epoch so far.</param>
internal readonly record struct StepReport(int Epoch, long Step, long Steps, ElboTerms EpochTerms, double ImagesPerSecond);

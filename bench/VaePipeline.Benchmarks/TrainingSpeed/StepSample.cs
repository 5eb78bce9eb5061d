namespace VaePipeline.Benchmarks.TrainingSpeed;

/// <summary>What training cost while it was watched.</summary>
/// <param name="ImagesPerSecond">By the clock.</param>
/// <param name="CpuMilliseconds">CPU time of the whole process, all threads, a step.</param>
internal readonly record struct StepSample(double ImagesPerSecond, double CpuMilliseconds);

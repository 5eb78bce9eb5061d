namespace VaePipeline.Benchmarks.Inference;

/// <summary>How fast rows come.</summary>
/// <param name="RowsPerSecond">By the clock.</param>
/// <param name="CpuMicroseconds">CPU time of the whole process for one row, all threads together.</param>
internal readonly record struct Throughput(double RowsPerSecond, double CpuMicroseconds);

using System.Globalization;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>How ours and the raw engine run.</summary>
/// <param name="Threads">Threads that run the model at once.</param>
/// <param name="BatchSize">Rows of one session call.</param>
internal readonly record struct RunShape(int Threads, int BatchSize)
{
    /// <summary><c>2 x 32</c>: 2 threads with batches of 32.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Threads} x {BatchSize}");
}

using System.Diagnostics;

namespace VaePipeline.Benchmarks.Running;

/// <summary>What one call costs.</summary>
/// <param name="Microseconds">The median of the calls of one sample.</param>
/// <param name="Bytes">Managed memory that the whole process allocated, on average over the calls.</param>
internal readonly record struct Latency(double Microseconds, double Bytes)
{
    private const int FewestCalls = 5;
    private const int MostCalls = 100_000;

    /// <summary>Calls again and again until the time is up.</summary>
    /// <param name="call">What is timed.</param>
    /// <param name="clean">Called with what it returned, outside the time that counts.</param>
    /// <param name="duration">Time for all calls together.</param>
    public static Latency Measure<T>(Func<T> call, Action<T> clean, TimeSpan duration)
    {
        double[] times = new double[MostCalls];
        int calls = 0;
        long begin = Stopwatch.GetTimestamp();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        while (calls < FewestCalls || (calls < MostCalls && Stopwatch.GetElapsedTime(begin) < duration))
        {
            long start = Stopwatch.GetTimestamp();
            T result = call();
            times[calls++] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            clean(result);
        }

        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new Latency(Spread.MedianOf(times.Take(calls)), (double)allocated / calls);
    }
}

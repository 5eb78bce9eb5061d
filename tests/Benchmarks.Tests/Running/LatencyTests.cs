using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.Tests.Running;

public sealed class LatencyTests
{
    [Fact]
    public void Measure_calls_five_times_at_least_and_cleans_up_after_each()
    {
        int calls = 0;
        List<int> cleaned = [];

        Latency latency = Latency.Measure(() => ++calls, cleaned.Add, TimeSpan.Zero);

        Assert.Equal([1, 2, 3, 4, 5], cleaned);
        Assert.InRange(latency.Microseconds, 0, 1e6);
    }

    [Fact]
    public void Measure_counts_the_bytes_of_a_call()
    {
        Latency latency = Latency.Measure(() => new byte[1_000_000], _ => { }, TimeSpan.Zero);

        // Other threads of the test host may allocate meanwhile, but not as much again.
        Assert.InRange(latency.Bytes, 1_000_000, 2_000_000);
    }
}

namespace VaePipeline.Benchmarks.Running;

/// <summary>The samples of one contestant, in the order of the rounds.</summary>
internal sealed record Series<TSample>(string Name, IReadOnlyList<TSample> Samples)
{
    /// <summary>The spread of one figure of the samples.</summary>
    public Spread Of(Func<TSample, double> figure) => new(Samples.Select(figure));
}

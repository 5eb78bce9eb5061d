namespace VaePipeline.Benchmarks.Running;

/// <summary>One of the things that are compared.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Measure">Takes one sample.</param>
internal sealed record Contestant<TSample>(string Name, Func<TSample> Measure);

namespace Microsoft.ML.Transforms;

/// <summary>Normalization by the smallest and the largest value.</summary>
internal sealed class MinMaxOptions(string outputColumnName, string inputColumnName, long maximumExampleCount, bool fixZero)
    : NormalizerOptions(outputColumnName, inputColumnName, maximumExampleCount, fixZero)
{
    public override NormalizerStatistics<T> MakeStatistics<T>(int size) => new MinMaxStatistics<T>(size, FixZero);
}

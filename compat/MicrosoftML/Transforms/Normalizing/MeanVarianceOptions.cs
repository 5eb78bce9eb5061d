namespace Microsoft.ML.Transforms;

/// <summary>Normalization by mean and variance.</summary>
internal sealed class MeanVarianceOptions(string outputColumnName, string inputColumnName, long maximumExampleCount, bool fixZero, bool useCdf)
    : NormalizerOptions(outputColumnName, inputColumnName, maximumExampleCount, fixZero)
{
    public override NormalizerStatistics<T> MakeStatistics<T>(int size) => new MeanVarianceStatistics<T>(size, FixZero, useCdf);
}

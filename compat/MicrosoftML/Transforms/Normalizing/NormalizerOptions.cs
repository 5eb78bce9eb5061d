using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>What is to be learned of one column.</summary>
internal abstract class NormalizerOptions
{
    protected NormalizerOptions(string outputColumnName, string inputColumnName, long maximumExampleCount, bool fixZero)
    {
        Arguments.CheckNonEmpty(outputColumnName, "name");
        Arguments.CheckNonEmpty(inputColumnName, nameof(inputColumnName));
        if (maximumExampleCount <= 1)
            throw new ArgumentOutOfRangeException(nameof(maximumExampleCount), "Must be greater than 1");
        Output = outputColumnName;
        Input = inputColumnName;
        MaximumExampleCount = maximumExampleCount;
        FixZero = fixZero;
    }

    public string Output { get; }

    public string Input { get; }

    public long MaximumExampleCount { get; }

    /// <summary>Whether zero is to stay zero, so that sparse vectors stay sparse.</summary>
    public bool FixZero { get; }

    /// <summary>Something that gathers what is to be learned of <paramref name="size"/> slots.</summary>
    public abstract NormalizerStatistics<T> MakeStatistics<T>(int size)
        where T : unmanaged, IFloatingPointIeee754<T>;
}

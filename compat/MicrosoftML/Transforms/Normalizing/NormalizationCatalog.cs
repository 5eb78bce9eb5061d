using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Estimators that learn a scale, and where zero may move an offset, for each slot of a column.</summary>
public static class NormalizationCatalog
{
    private const long DefaultExamples = 1_000_000_000;

    /// <summary>Divides by the largest magnitude, so that zero stays zero; or, without <paramref name="fixZero"/>, maps the range to 0..1.</summary>
    public static NormalizingEstimator NormalizeMinMax(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, long maximumExampleCount = DefaultExamples, bool fixZero = true) =>
        new(catalog.GetEnvironment(), new MinMaxOptions(outputColumnName, inputColumnName ?? outputColumnName, maximumExampleCount, fixZero));

    /// <summary>As above, of several columns.</summary>
    public static NormalizingEstimator NormalizeMinMax(
        this TransformsCatalog catalog, InputOutputColumnPair[] columns, long maximumExampleCount = DefaultExamples, bool fixZero = true) =>
        new(catalog.GetEnvironment(), Array.ConvertAll(columns, column => new MinMaxOptions(column.OutputColumnName, column.InputColumnName, maximumExampleCount, fixZero)));

    /// <summary>Divides by the root of the mean square, so that zero stays zero; or, without <paramref name="fixZero"/>, maps to mean 0 and variance 1.</summary>
    public static NormalizingEstimator NormalizeMeanVariance(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, long maximumExampleCount = DefaultExamples, bool fixZero = true, bool useCdf = false) =>
        new(catalog.GetEnvironment(), new MeanVarianceOptions(outputColumnName, inputColumnName ?? outputColumnName, maximumExampleCount, fixZero, useCdf));

    /// <summary>As above, of several columns.</summary>
    public static NormalizingEstimator NormalizeMeanVariance(
        this TransformsCatalog catalog, InputOutputColumnPair[] columns, long maximumExampleCount = DefaultExamples, bool fixZero = true, bool useCdf = false) =>
        new(catalog.GetEnvironment(), Array.ConvertAll(columns, column => new MeanVarianceOptions(column.OutputColumnName, column.InputColumnName, maximumExampleCount, fixZero, useCdf)));
}

using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    /// <summary>Parts rows in two, at random; every cursor sees the same rows in them.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="testFraction">How much of them is to go into the test set; between 0 and 1, both excluded.</param>
    /// <param name="samplingKeyColumnName">
    /// A column of keys, text, truth values or integers: rows with the same value stay together, and missing values are in neither set.
    /// Null: each row by itself.
    /// </param>
    /// <param name="seed">Fixes the parts; null: the context's seed, or else a constant.</param>
    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string? samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(testFraction > 0 && testFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(testFraction), Errors.Invariant($"Test fraction is {testFraction}. Must be between 0 and 1 exclusive"));
        RowFraction fraction = RowFraction.Of(data.Schema, samplingKeyColumnName, (uint?)(seed ?? (_environment as IHostEnvironmentInternal)?.Seed));
        return new TrainTestData(
            new SplitDataView(_environment, data, fraction, value => !(value < testFraction)),
            new SplitDataView(_environment, data, fraction, value => value < testFraction));
    }

    /// <summary>The two parts.</summary>
    [SuppressMessage("Performance", "CA1815", Justification = "The real one has no equality either.")]
    [SuppressMessage("Design", "CA1034", Justification = "Nested in the real package.")]
    public struct TrainTestData
    {
        public readonly IDataView TrainSet;

        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }
}

using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    /// <summary>A view that keeps its columns in memory, each from its first use on.</summary>
    /// <param name="input">Read once for each column at most.</param>
    /// <param name="columnsToPrefetch">Columns that will be needed: they are read together, from now on.</param>
    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        ArgumentNullException.ThrowIfNull(input);
        int[] prefetch = Array.ConvertAll(columnsToPrefetch ?? [], name => input.Schema.GetColumnOrNull(name)?.Index
            ?? throw Errors.SchemaMismatch(nameof(columnsToPrefetch), "prefetch", name));
        return new CacheDataView(_environment, input, prefetch);
    }

    /// <summary>The rows whose value in a Single or Double column is not below <paramref name="lowerBound"/>, and below <paramref name="upperBound"/>. NaN is never.</summary>
    public IDataView FilterRowsByColumn(IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (string.IsNullOrEmpty(columnName))
            throw new ArgumentOutOfRangeException(nameof(columnName), "columnName cannot be null or empty");
        if (!(lowerBound < upperBound))
            throw new ArgumentOutOfRangeException(nameof(upperBound), Errors.Invariant($"Upper bound is {upperBound}; expected more than the lower bound {lowerBound}."));
        DataViewSchema.Column column = input.Schema[columnName];
        if (column.Type is not NumberDataViewType)
            throw Errors.SchemaMismatch(nameof(columnName), "filter", columnName, "number", column.Type.ToString());
        if (column.Type != NumberDataViewType.Single && column.Type != NumberDataViewType.Double)
            throw new ArgumentOutOfRangeException(nameof(columnName), $"Column '{columnName}' does not have compatible type: it is {column.Type}; expected Single or Double.");
        return new RangeFilterDataView(_environment, input, column, lowerBound, upperBound);
    }

    /// <summary>The rows in random order, the same for each cursor; without a seed, one is drawn from the context's.</summary>
    /// <param name="input">The rows to shuffle.</param>
    /// <param name="seed">Fixes the order.</param>
    /// <param name="shufflePoolSize">The rows kept in memory, from which the next one is drawn.</param>
    /// <param name="shuffleSource">Whether <paramref name="input"/> is asked to shuffle too.</param>
    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shufflePoolSize);
        return new ShuffleDataView(_environment, input, seed, shufflePoolSize, shuffleSource);
    }

    /// <summary>The rows after the first <paramref name="count"/>.</summary>
    public IDataView SkipRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new SkipTakeDataView(_environment, input, count, long.MaxValue);
    }

    /// <summary>The first <paramref name="count"/> rows.</summary>
    public IDataView TakeRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new SkipTakeDataView(_environment, input, 0, count);
    }
}

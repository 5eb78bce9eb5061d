namespace Microsoft.ML.Data;

/// <summary>Gives each row a number in [0, 1) by which rows are parted.</summary>
/// <param name="column">The column that the number depends on; null: on the row's position alone.</param>
internal abstract class RowFraction(DataViewSchema.Column? column)
{
    public DataViewSchema.Column? Column => column;

    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    /// <exception cref="NotSupportedException">It is of a type that cannot part rows here.</exception>
    public static RowFraction Of(DataViewSchema schema, string? samplingKeyColumnName, uint? seed)
    {
        if (samplingKeyColumnName is null)
            return new RandomRowFraction(seed ?? RandomRowFraction.DefaultSeed);
        DataViewSchema.Column column = schema.GetColumnOrNull(samplingKeyColumnName)
            ?? throw Errors.SchemaMismatch(nameof(samplingKeyColumnName), "SamplingKeyColumn", samplingKeyColumnName);
        if (column.Type is KeyDataViewType key)
            return new KeyRowFraction(column, key.Count);
        return new HashRowFraction(column, seed ?? HashRowFraction.DefaultSeed);
    }

    /// <summary>Reads the number of the row that the cursor stands on; null: the row belongs to no part. Called for each row, in order.</summary>
    public abstract Func<double?> MakeReader(DataViewRow input);
}

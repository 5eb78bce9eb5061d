namespace Microsoft.ML.Data;

/// <summary>The columns that a transformer adds to one input schema, and how a row's values are made.</summary>
internal interface IRowMapper
{
    DataViewSchema.DetachedColumn[] GetOutputColumns();

    /// <summary>From a predicate on output columns (counted among those added) one on the input columns that they need.</summary>
    Func<int, bool> GetDependencies(Func<int, bool> activeOutput);

    /// <summary>A getter for each active output column, null for the others; <paramref name="disposer"/> frees what they hold.</summary>
    Delegate?[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action? disposer);

    ITransformer GetTransformer();
}

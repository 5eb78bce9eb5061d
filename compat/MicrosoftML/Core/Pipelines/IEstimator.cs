namespace Microsoft.ML;

/// <summary>Makes a transformer of data.</summary>
public interface IEstimator<out TTransformer>
    where TTransformer : ITransformer
{
    TTransformer Fit(IDataView input);

    /// <summary>The shape of what a fitted transformer would make of such an input.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input does not suit.</exception>
    SchemaShape GetOutputSchema(SchemaShape inputSchema);
}

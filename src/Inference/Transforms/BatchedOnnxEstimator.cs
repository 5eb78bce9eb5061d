using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>
/// Makes a <see cref="BatchedOnnxTransformer"/>. Nothing is learned from the data: <see cref="Fit"/> only checks that
/// it has the model's columns. The model is read and loaded when the estimator is made, so the file may be deleted afterwards.
/// Several threads may use one estimator.
/// </summary>
public sealed class BatchedOnnxEstimator : IEstimator<BatchedOnnxTransformer>
{
    private readonly BatchedOnnxSpec _spec;

    // Loaded to see the tensors, until the first Fit takes it. If none comes, its finalizer frees it, as with ML.NET's own estimator.
    private OnnxSession? _session;

    private BatchedOnnxEstimator(BatchedOnnxSpec spec, OnnxSession session) => (_spec, _session) = (spec, session);

    /// <summary>Loads a model and finds the tensors of columns in it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputColumns">The column for each input, or <c>null</c> for columns of the inputs' names.</param>
    /// <param name="outputColumns">The columns to make, by output, or <c>null</c> for all outputs under their names.</param>
    /// <param name="options">How to run it; validated.</param>
    /// <param name="check">Called with the loaded model: throws if it is not what the caller needs.</param>
    /// <exception cref="ArgumentException">A name is blank or given twice.</exception>
    /// <exception cref="BadInputException">The model cannot be batched, has other tensors, or an input without a column.</exception>
    internal static BatchedOnnxEstimator Open(
        OnnxModel model,
        IReadOnlyDictionary<string, string>? inputColumns,
        IReadOnlyDictionary<string, string>? outputColumns,
        BatchedOnnxOptions options,
        Action<OnnxSession>? check = null)
    {
        model = GraphTypeAdapter.Adapt(model, options.PixelType);
        return OnnxSession.Open(model, options, session =>
        {
            check?.Invoke(session);
            return new BatchedOnnxEstimator(BatchedOnnxSpec.Of(model, session, inputColumns, outputColumns, options), session);
        });
    }

    /// <summary>Checks the columns of the data. The first transformer has the model as it was loaded; each further one loads it again.</summary>
    /// <param name="input">The data; its rows are not read.</param>
    /// <returns>The transformer. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">A column is missing or of another type or size.</exception>
    public BatchedOnnxTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _ = new SchemaBinding(_spec, input.Schema);
        return new BatchedOnnxTransformer(_spec, Interlocked.Exchange(ref _session, null) ?? OnnxSession.Open(_spec.Model, _spec.Options));
    }

    /// <summary>The columns after the model: its outputs replace columns of the same name.</summary>
    /// <param name="inputSchema">The columns before the model.</param>
    /// <returns>The columns before the model, and its outputs.</returns>
    /// <exception cref="ArgumentException">A column is missing, or of another type or kind.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return SchemaShapes.After(_spec, inputSchema);
    }
}

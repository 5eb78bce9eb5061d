using Microsoft.ML;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>
/// Makes a <see cref="BatchedOnnxTransformer"/>. Nothing is learned from the data: <see cref="Fit"/> only checks that
/// it has the model's columns. The model's bytes are read when the estimator is made, so the file may go afterwards.
/// Several threads may use one estimator.
/// </summary>
public sealed class BatchedOnnxEstimator : IEstimator<BatchedOnnxTransformer>
{
    private readonly BatchedOnnxSpec _spec;
    private readonly MLContext _context = new();

    internal BatchedOnnxEstimator(BatchedOnnxSpec spec) => _spec = spec;

    /// <summary>Checks the columns of the data and loads the model.</summary>
    /// <param name="input">The data; its rows are not read.</param>
    /// <returns>The transformer. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">A column is missing or of another type or size.</exception>
    public BatchedOnnxTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _ = new SchemaBinding(_spec, input.Schema);
        return new BatchedOnnxTransformer(_spec, OnnxSession.Open(_spec.Model, _spec.Options));
    }

    /// <summary>The columns after the model: its outputs replace columns of the same name.</summary>
    /// <param name="inputSchema">The columns before the model.</param>
    /// <returns>The columns before the model, and its outputs.</returns>
    /// <exception cref="ArgumentException">A column is missing, or of another type or kind.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return SchemaShapes.After(_spec, inputSchema, _context);
    }
}

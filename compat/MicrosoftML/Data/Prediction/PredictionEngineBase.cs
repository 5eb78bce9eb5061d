using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Transforms one object at a time. Not safe for use from several threads.</summary>
[SuppressMessage("Design", "CA1063", Justification = "The public shape is the real package's.")]
[SuppressMessage("Usage", "CA1816", Justification = "Nothing to finalize.")]
public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ObjectRow<TSrc> _inputRow;
    private readonly DataViewRow _outputRow;
    private readonly Action<TDst> _fill;
    private readonly ITransformer _transformer;
    private readonly bool _ownsTransformer;
    private bool _disposed;

    private protected PredictionEngineBase(ITransformer transformer, PredictionEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        if (!transformer.IsRowToRowMapper)
            throw new ArgumentOutOfRangeException(nameof(transformer), "Must be a row to row mapper");
        _transformer = transformer;
        _ownsTransformer = options.OwnsTransformer;
        _inputRow = new ObjectRow<TSrc>(options.InputSchemaDefinition);
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(_inputRow.Schema);
        var reader = new ObjectReader<TDst>(mapper.OutputSchema, options.IgnoreMissingColumns, options.OutputSchemaDefinition);
        _outputRow = mapper.GetRow(_inputRow, mapper.OutputSchema);
        _fill = reader.Bind(_outputRow);
        OutputSchema = transformer.GetOutputSchema(_inputRow.Schema);
    }

    public DataViewSchema OutputSchema { get; }

    public TDst Predict(TSrc example)
    {
        var prediction = new TDst();
        Predict(example, ref prediction);
        return prediction;
    }

    /// <param name="example">The input.</param>
    /// <param name="prediction">Filled; made, where it is null.</param>
    public abstract void Predict(TSrc example, ref TDst prediction);

    /// <summary>Disposes the transformer too, unless the options say otherwise.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _outputRow.Dispose();
        _inputRow.Dispose();
        if (_ownsTransformer)
            (_transformer as IDisposable)?.Dispose();
    }

    private protected void Fill(TSrc example, TDst prediction)
    {
        _inputRow.Show(example);
        _fill(prediction);
    }
}

using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>
/// Runs an ONNX model over data in batches: each cursor reads batches of rows ahead, makes one session call for each, on as
/// many threads as the options say, and serves the rows in order. Nothing is computed before a cursor moves, nor for a
/// cursor that was not asked for the model's columns. A column that the model fills is a vector with the tensor's axes
/// without the batch axis: an image is a <c>Vector&lt;Single, C, H, W&gt;</c>.
/// Any number of threads may use one transformer and the data views that it makes, with a cursor for each thread; they
/// share one session.
/// </summary>
public sealed class BatchedOnnxTransformer : ITransformer, IDisposable
{
    private readonly BatchedOnnxSpec _spec;
    private readonly Lock _lock = new();
    private readonly OnnxSession _session;
    private readonly SessionPool _pool;
    private OnnxSession? _singleSession;
    private bool _disposed;

    /// <summary>Owns <paramref name="session"/> from now on.</summary>
    internal BatchedOnnxTransformer(BatchedOnnxSpec spec, OnnxSession session)
    {
        _spec = spec;
        _session = session;
        _pool = new SessionPool(session, spec.Tensors, spec.Model.BatchSize(spec.Options), spec.Options.FillBatches);
    }

    /// <summary>Rows of one session call: the options' batch size, or the one that the model has fixed or by default.</summary>
    public int BatchSize => _pool.BatchSize;

    /// <summary>Always true: one row gives one row, so that a prediction engine can be made.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The columns of the transformed data: those of the data, then the model's, which hide others of their name.</summary>
    /// <param name="inputSchema">The columns of the data.</param>
    /// <returns>The columns of the transformed data.</returns>
    /// <exception cref="ArgumentException">A column is missing or of another type or size.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new SchemaBinding(_spec, inputSchema).OutputSchema;
    }

    /// <summary>The transformed data, lazily: no row is read before one of its cursors moves.</summary>
    /// <param name="input">The data.</param>
    /// <returns>A view that can be read any number of times while this transformer is not disposed.</returns>
    /// <exception cref="ArgumentException">A column is missing or of another type or size.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new BatchedOnnxDataView(new SchemaBinding(_spec, input.Schema), input, _pool);
    }

    /// <summary>Maps single rows, one session call each: what prediction engines use.</summary>
    /// <param name="inputSchema">The columns of the rows.</param>
    /// <returns>A mapper for rows of that schema.</returns>
    /// <exception cref="ArgumentException">A column is missing or of another type or size.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var binding = new SchemaBinding(_spec, inputSchema);
        OnnxSession session = SingleRowSession();
        return new BatchedRowMapper(binding, () => new SessionBuffers(session, _spec.Tensors, capacity: 1));
    }

    /// <summary>
    /// Writes ML.NET's own ONNX transformer with the same model and columns, so that any ML.NET program can load it,
    /// without this library. That one runs row by row.
    /// </summary>
    /// <param name="ctx">Where ML.NET wants the model.</param>
    /// <exception cref="NotSupportedException">The model has a fixed batch axis, which ML.NET's transformer could not run.</exception>
    /// <exception cref="InvalidOperationException">The columns' names cannot be given to the model's tensors.</exception>
    public void Save(ModelSaveContext ctx) => MlNetOnnxModel.Save(_spec, ctx);

    /// <summary>Frees the session, once runs under way have ended. Cursors and engines still open throw when they next run it.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _singleSession?.Dispose();
        }

        _pool.Dispose();
    }

    /// <summary>The session for single rows: with ONNX Runtime's default number of threads, unless the options set one.</summary>
    private OnnxSession SingleRowSession()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_spec.Options.IntraOpThreads is not null || Environment.ProcessorCount == 1)
            {
                return _session;
            }

            return _singleSession ??= OnnxSession.Open(_spec.Model, _spec.Options with { IntraOpThreads = 0 });
        }
    }
}

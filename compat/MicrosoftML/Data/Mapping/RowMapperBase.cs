namespace Microsoft.ML.Data;

/// <summary>A row mapper that makes its getters one by one.</summary>
internal abstract class RowMapperBase : IRowMapper
{
    private readonly ITransformer _parent;
    private readonly Lazy<DataViewSchema.DetachedColumn[]> _outputColumns;

    protected RowMapperBase(DataViewSchema inputSchema, ITransformer parent)
    {
        InputSchema = inputSchema;
        _parent = parent;
        _outputColumns = new Lazy<DataViewSchema.DetachedColumn[]>(MakeOutputColumns);
    }

    protected DataViewSchema InputSchema { get; }

    public DataViewSchema.DetachedColumn[] GetOutputColumns() => _outputColumns.Value;

    public abstract Func<int, bool> GetDependencies(Func<int, bool> activeOutput);

    public virtual Delegate?[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action? disposer)
    {
        var getters = new Delegate?[GetOutputColumns().Length];
        Action? all = null;
        for (int i = 0; i < getters.Length; i++)
        {
            if (!activeOutput(i))
                continue;
            getters[i] = MakeGetter(input, i, activeOutput, out Action? one);
            all += one;
        }

        disposer = all;
        return getters;
    }

    public ITransformer GetTransformer() => _parent;

    protected abstract DataViewSchema.DetachedColumn[] MakeOutputColumns();

    protected abstract Delegate MakeGetter(DataViewRow input, int outputIndex, Func<int, bool> activeOutput, out Action? disposer);
}

using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Adds columns that the user's own code makes of each row.</summary>
public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly IHost _host;
    private readonly Action<TSrc, TDst> _mapAction;
    private readonly string? _contractName;
    private readonly SchemaDefinition _outputDefinition;

    internal CustomMappingTransformer(
        IHostEnvironment environment, Action<TSrc, TDst> mapAction, string? contractName, SchemaDefinition? inputDefinition = null, SchemaDefinition? outputDefinition = null)
    {
        ArgumentNullException.ThrowIfNull(mapAction);
        _host = environment.Register(nameof(CustomMappingTransformer<TSrc, TDst>));
        _mapAction = mapAction;
        _contractName = contractName;
        InputDefinition = inputDefinition;
        _outputDefinition = outputDefinition ?? SchemaDefinition.Create(typeof(TDst), SchemaDefinition.Direction.Write);
        AddedSchema = new ObjectRow<TDst>(_outputDefinition).Schema;
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal SchemaDefinition? InputDefinition { get; }

    /// <summary>The columns that are added.</summary>
    internal DataViewSchema AddedSchema { get; }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return RowToRowMapperTransform.GetOutputSchema(inputSchema, new Mapper(this, inputSchema));
    }

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new RowToRowMapperTransform(_host, input, new Mapper(this, input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RowToRowMapperTransform(_host, new EmptyDataView(_host, inputSchema), new Mapper(this, inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        if (_contractName is null)
            throw new InvalidOperationException("Empty contract name for a transform: the transform cannot be saved");
        CustomMappingFormat.Save(ctx, _contractName, _mapAction.Method.DeclaringType?.Assembly.FullName ?? throw new NotSupportedException("The mapping is a method of no type; its assembly cannot be saved."));
    }

    private sealed class Mapper(CustomMappingTransformer<TSrc, TDst> parent, DataViewSchema inputSchema) : IRowMapper
    {
        private readonly ObjectReader<TSrc> _reader = new(inputSchema, ignoreMissingColumns: false, parent.InputDefinition);

        public DataViewSchema.DetachedColumn[] GetOutputColumns() => [.. parent.AddedSchema.Select(column => new DataViewSchema.DetachedColumn(column))];

        public Func<int, bool> GetDependencies(Func<int, bool> activeOutput)
        {
            if (!AnyActive(activeOutput))
                return _ => false;
            var needed = _reader.Columns.Select(column => column.Index).ToHashSet();
            return needed.Contains;
        }

        public Delegate?[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            if (!AnyActive(activeOutput))
                return new Delegate?[parent.AddedSchema.Count];
            var target = new ObjectRow<TDst>(parent._outputDefinition);
            Action refresh = MakeRefresh(input, target);
            return [.. target.Schema.Select(column => activeOutput(column.Index)
                ? GenericCall.Static<Delegate>(typeof(CustomMappingFormat), nameof(CustomMappingFormat.RefreshFirst), [column.Type.RawType], RowGetters.AsDelegate(target, column), refresh)
                : null)];
        }

        public ITransformer GetTransformer() => parent;

        private bool AnyActive(Func<int, bool> activeOutput) => Enumerable.Range(0, parent.AddedSchema.Count).Any(activeOutput);

        /// <summary>Runs the user's action once for each row, whichever getter comes first.</summary>
        private Action MakeRefresh(DataViewRow input, ObjectRow<TDst> target)
        {
            Action<TSrc> fill = _reader.Bind(input);
            var source = new TSrc();
            var result = new TDst();
            long served = -1;
            return () =>
            {
                if (served == input.Position)
                    return;
                fill(source);
                parent._mapAction(source, result);
                target.Show(result);
                served = input.Position;
            };
        }
    }
}

using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The view that the stock row-to-row transformers share: the input's columns and those that a row mapper adds.</summary>
internal sealed partial class RowToRowMapperTransform : TransformBase, IRowToRowMapper
{
    private readonly IRowMapper _mapper;
    private readonly ColumnBindings _bindings;

    public RowToRowMapperTransform(IHostEnvironment environment, IDataView input, IRowMapper mapper)
        : base(environment.Register("RowToRowMapperTransform"), input)
    {
        _mapper = mapper;
        _bindings = new ColumnBindings(input.Schema, mapper.GetOutputColumns());
    }

    public override DataViewSchema Schema => _bindings.Schema;

    public DataViewSchema InputSchema => Source.Schema;

    public DataViewSchema OutputSchema => _bindings.Schema;

    public ITransformer Transformer => _mapper.GetTransformer();

    public static DataViewSchema GetOutputSchema(DataViewSchema inputSchema, IRowMapper mapper) =>
        new ColumnBindings(inputSchema, mapper.GetOutputColumns()).Schema;

    public override long? GetRowCount() => Source.GetRowCount();

    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        bool[] active = ColumnSelection.Flags(columnsNeeded, OutputSchema);
        DataViewRowCursor[] inputs = Source.GetRowCursorSet(InputColumns(active), n, rand);
        if (inputs.Length == 1 && n > 1 && AnyAdded(active))
            inputs = Splitter.Split(Host, inputs[0], n);
        return Array.ConvertAll(inputs, input => (DataViewRowCursor)new Cursor(Host, input, this, active));
    }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        InputColumns(ColumnSelection.Flags(dependingColumns, OutputSchema));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Schema != Source.Schema)
            throw new InvalidOperationException("Schema of input row must be the same as the schema the mapper is bound to. Get a mapper for the row's own schema object.");
        bool[] active = ColumnSelection.Flags(activeColumns, OutputSchema);
        Delegate?[] getters = _mapper.CreateGetters(input, ActiveAdded(active), out Action? disposer);
        return new Row(input, this, getters, disposer);
    }

    protected override bool ShouldUseParallelCursors(bool[] active) => true;

    protected override DataViewRowCursor GetRowCursorCore(bool[] active, Random? rand) =>
        new Cursor(Host, Source.GetRowCursor(InputColumns(active), rand), this, active);

    private bool AnyAdded(bool[] active) => _bindings.AddedColumnIndices.Any(index => active[index]);

    private Func<int, bool> ActiveAdded(bool[] active) =>
        added => added >= 0 && added < _bindings.AddedColumnIndices.Count && active[_bindings.AddedColumnIndices[added]];

    private DataViewSchema.Column[] InputColumns(bool[] active)
    {
        bool[] passedOn = _bindings.GetActiveInput(index => active[index]);
        Func<int, bool> needed = _mapper.GetDependencies(ActiveAdded(active));
        return [.. _bindings.InputSchema.Where(column => passedOn[column.Index] || needed(column.Index))];
    }
}

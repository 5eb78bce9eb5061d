namespace Microsoft.ML.Transforms;

/// <summary>The columns that a choice leaves of one schema.</summary>
internal sealed class ColumnMap
{
    private readonly int[] _inputs;

    public ColumnMap(ColumnChoice choice, DataViewSchema inputSchema)
    {
        InputSchema = inputSchema;
        _inputs = choice.Apply(inputSchema);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(_inputs.Select(index => new DataViewSchema.DetachedColumn(inputSchema[index])));
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>The input column behind an output column.</summary>
    public DataViewSchema.Column InputOf(DataViewSchema.Column output) => InputSchema[_inputs[output.Index]];
}

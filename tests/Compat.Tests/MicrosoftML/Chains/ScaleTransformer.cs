using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Compat.Tests.MicrosoftML.Chains;

/// <summary>A transformer as other assemblies write them: adds an Int32 column that is another one times a factor.</summary>
internal sealed class ScaleTransformer(string output, string input, int factor, bool isRowToRow = true) : ITransformer, IDisposable
{
    public bool IsDisposed { get; private set; }

    public bool IsRowToRowMapper => isRowToRow;

    public void Dispose() => IsDisposed = true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        _ = inputSchema[input];
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumn(output, NumberDataViewType.Int32);
        return builder.ToSchema();
    }

    public IDataView Transform(IDataView data) => new ScaledView(data, GetOutputSchema(data.Schema), input, factor);

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, GetOutputSchema(inputSchema), input, factor);

    public void Save(ModelSaveContext ctx) => throw new NotSupportedException("tests save nothing");

    private sealed class Mapper(DataViewSchema inputSchema, DataViewSchema outputSchema, string input, int factor) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => inputSchema;

        public DataViewSchema OutputSchema => outputSchema;

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
            dependingColumns.Select(column => column.Index < inputSchema.Count ? inputSchema[column.Index] : inputSchema[input]).DistinctBy(column => column.Index);

        public DataViewRow GetRow(DataViewRow row, IEnumerable<DataViewSchema.Column> activeColumns) => new ScaledRow(row, outputSchema, input, factor);
    }
}

namespace VaePipeline.Inference.Transforms;

/// <summary>
/// A model's columns found in the schema of some data, and the schema that comes out: the input's columns at their
/// places, hidden ones too, then the model's outputs.
/// </summary>
internal sealed class SchemaBinding
{
    /// <summary>Finds the input columns and checks their types.</summary>
    /// <exception cref="ArgumentException">A column is missing or of another type or size.</exception>
    public SchemaBinding(BatchedOnnxSpec spec, DataViewSchema inputSchema)
    {
        Spec = spec;
        InputSchema = inputSchema;
        Inputs = [.. spec.Inputs.Select(input => Find(input, inputSchema))];

        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        foreach (TensorColumn output in spec.Outputs)
        {
            builder.AddColumn(output.Name, spec.TypeOf(output));
        }

        OutputSchema = builder.ToSchema();
    }

    /// <summary>The model and its columns.</summary>
    public BatchedOnnxSpec Spec { get; }

    /// <summary>The schema of the data that comes in: the very object given.</summary>
    public DataViewSchema InputSchema { get; }

    /// <summary>The schema of the data that goes out.</summary>
    public DataViewSchema OutputSchema { get; }

    /// <summary>The columns of <see cref="InputSchema"/> that feed the model, in the order of its inputs.</summary>
    public IReadOnlyList<DataViewSchema.Column> Inputs { get; }

    /// <summary>Takes the getters of the model's inputs.</summary>
    /// <param name="source">A row or cursor of <see cref="InputSchema"/> in which these columns are active.</param>
    public RowInput[] RowInputs(DataViewRow source) =>
        [.. Inputs.Select(column => RowInput.Create(source, column, Spec.Options.NonFinite == NonFinitePolicy.Error))];

    /// <summary>A column's index in <see cref="OutputSchema"/>.</summary>
    /// <exception cref="ArgumentException">The column is of another schema.</exception>
    public int Index(DataViewSchema.Column column) =>
        column.Index < OutputSchema.Count && OutputSchema[column.Index].Name == column.Name ? column.Index : throw ColumnFaults.OtherSchema(column);

    private static DataViewSchema.Column Find(TensorColumn input, DataViewSchema schema)
    {
        if (schema.GetColumnOrNull(input.Name) is not { } column)
        {
            throw ColumnFaults.Missing(input, schema.Where(other => !other.IsHidden).Select(other => other.Name));
        }

        DataViewType itemType = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
        int length = column.Type is VectorDataViewType { Size: var size } ? size : 1;

        // Rows of a vector column of unknown size (0) are counted one by one as they are read.
        if (!itemType.Equals(input.ItemType) || (length != 0 && length != input.Tensor.RowLength))
        {
            throw ColumnFaults.Mismatch(input, column.Type.ToString());
        }

        return column;
    }
}

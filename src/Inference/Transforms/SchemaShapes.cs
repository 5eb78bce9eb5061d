namespace VaePipeline.Inference.Transforms;

/// <summary>The shape of a schema as estimators see it, before there is data.</summary>
internal static class SchemaShapes
{
    /// <summary>The shape after the model: its outputs replace columns of the same name.</summary>
    /// <exception cref="ArgumentException">An input column is missing, or of another type or kind.</exception>
    public static SchemaShape After(BatchedOnnxSpec spec, SchemaShape inputSchema)
    {
        foreach (TensorColumn input in spec.Inputs)
        {
            Check(input, inputSchema);
        }

        var reader = new ShapeReader();
        new EstimatorChain<ITransformer>().Append(reader).Fit(new EmptyDataView(spec.Outputs.Select(output => (output.Name, spec.TypeOf(output)))));
        return new SchemaShape([.. inputSchema.Where(column => reader.Shape.All(output => output.Name != column.Name)), .. reader.Shape]);
    }

    private static void Check(TensorColumn input, SchemaShape schema)
    {
        int index = schema.ToList().FindIndex(column => column.Name == input.Name);
        if (index < 0)
        {
            throw ColumnFaults.Missing(input, schema.Select(column => column.Name));
        }

        // The shape of a schema knows vector or scalar, but not how long a vector is.
        SchemaShape.Column found = schema[index];
        bool scalarFits = found.Kind != SchemaShape.Column.VectorKind.Scalar || input.Tensor.RowLength == 1;
        if (found.IsKey || !found.ItemType.Equals(input.ItemType) || !scalarFits)
        {
            throw ColumnFaults.Mismatch(input, $"{found.Kind} of {found.ItemType}{(found.IsKey ? ", a key" : "")}");
        }
    }

    /// <summary>Only ML.NET itself can construct such columns; its chains tell their estimators those of the data.</summary>
    private sealed class ShapeReader : IEstimator<ITransformer>
    {
        public SchemaShape Shape { get; private set; } = new([]);

        public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Shape = inputSchema;
    }
}

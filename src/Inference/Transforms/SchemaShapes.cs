using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Inference.Transforms;

/// <summary>The shape of a schema as estimators see it, before there is data.</summary>
internal static class SchemaShapes
{
    /// <summary>The shape after the model: its outputs replace columns of the same name.</summary>
    /// <exception cref="ArgumentException">An input column is missing, or of another type or kind.</exception>
    public static SchemaShape After(BatchedOnnxSpec spec, SchemaShape inputSchema, MLContext context)
    {
        foreach (TensorColumn input in spec.Inputs)
        {
            Check(input, inputSchema);
        }

        IEnumerable<SchemaShape.Column> kept = inputSchema.Where(column => spec.Output(column.Name) is null);
        return new SchemaShape([.. kept, .. spec.Outputs.Select(output => Column(output, spec.TypeOf(output), context))]);
    }

    private static void Check(TensorColumn input, SchemaShape schema)
    {
        int index = schema.ToList().FindIndex(column => column.Name == input.Name);
        if (index < 0)
        {
            throw SchemaFaults.Missing(input, schema.Select(column => column.Name));
        }

        // The shape of a schema knows vector or scalar, but not how long a vector is.
        SchemaShape.Column found = schema[index];
        bool scalarFits = found.Kind != SchemaShape.Column.VectorKind.Scalar || input.Tensor.RowLength == 1;
        if (found.IsKey || !found.ItemType.Equals(input.ItemType) || !scalarFits)
        {
            throw SchemaFaults.Mismatch(input, $"{found.Kind} of {found.ItemType}{(found.IsKey ? ", a key" : "")}");
        }
    }

    /// <summary>
    /// ML.NET lets nobody else construct such a column; the estimator of a custom mapping makes one of any name and type.
    /// </summary>
    private static SchemaShape.Column Column(TensorColumn output, DataViewType type, MLContext context) => output.ItemType.RawType switch
    {
        var element when element == typeof(float) => Column<float>(output.Name, type, context),
        var element when element == typeof(double) => Column<double>(output.Name, type, context),
        var element when element == typeof(sbyte) => Column<sbyte>(output.Name, type, context),
        var element when element == typeof(short) => Column<short>(output.Name, type, context),
        var element when element == typeof(int) => Column<int>(output.Name, type, context),
        var element when element == typeof(long) => Column<long>(output.Name, type, context),
        var element when element == typeof(byte) => Column<byte>(output.Name, type, context),
        var element when element == typeof(ushort) => Column<ushort>(output.Name, type, context),
        var element when element == typeof(uint) => Column<uint>(output.Name, type, context),
        var element when element == typeof(ulong) => Column<ulong>(output.Name, type, context),
        var element when element == typeof(ReadOnlyMemory<char>) => Column<ReadOnlyMemory<char>>(output.Name, type, context),
        _ => Column<bool>(output.Name, type, context),
    };

    private static SchemaShape.Column Column<T>(string name, DataViewType type, MLContext context) => type is VectorDataViewType
        ? ColumnOf<VectorRow<T>>(name, type, context)
        : ColumnOf<ScalarRow<T>>(name, type, context);

    private static SchemaShape.Column ColumnOf<TRow>(string name, DataViewType type, MLContext context)
        where TRow : class, new()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(TRow));
        SchemaDefinition.Column column = definition["Value"];
        column.ColumnName = name;
        column.ColumnType = type;
        return context.Transforms
            .CustomMapping<NoRow, TRow>((_, _) => { }, contractName: null, outputSchemaDefinition: definition)
            .GetOutputSchema(new SchemaShape([]))[0];
    }

    private sealed class NoRow;

    private sealed class ScalarRow<T>
    {
        public T? Value { get; set; }
    }

    private sealed class VectorRow<T>
    {
        public VBuffer<T> Value { get; set; }
    }
}

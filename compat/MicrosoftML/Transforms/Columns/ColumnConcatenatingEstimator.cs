using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Joins columns of one item type to a vector.</summary>
public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly IHost _host;
    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingEstimator(IHostEnvironment environment, string outputColumnName, params string[] inputColumnNames)
    {
        _host = environment.Register(nameof(ColumnConcatenatingEstimator));
        Arguments.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        ArgumentNullException.ThrowIfNull(inputColumnNames);
        if (inputColumnNames.Length == 0)
            throw new ArgumentOutOfRangeException(nameof(inputColumnNames), "Input columns not specified");
        if (inputColumnNames.Any(string.IsNullOrEmpty))
            throw new ArgumentOutOfRangeException(nameof(inputColumnNames), "Contained some null or empty items");
        _output = outputColumnName;
        _inputs = inputColumnNames;
    }

    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ColumnConcatenatingTransformer(_host, new ConcatenatedColumn(_output, [.. _inputs.Select(name => (name, (string?)null))]));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var columns = inputSchema.ToDictionary(column => column.Name);
        columns[_output] = MakeColumn(inputSchema);
        return new SchemaShape(columns.Values);
    }

    private SchemaShape.Column MakeColumn(SchemaShape inputSchema)
    {
        SchemaShape.Column[] sources = Array.ConvertAll(_inputs, name => inputSchema.TryFindColumn(name, out SchemaShape.Column source)
            ? source
            : throw Errors.SchemaMismatch(nameof(inputSchema), "input", name));
        DataViewType itemType = sources[0].ItemType;
        foreach (SchemaShape.Column source in sources)
        {
            if (source.IsKey)
                throw new InvalidOperationException($"Column '{source.Name}' is key. Concatenation of keys is unsupported.");
            if (!source.ItemType.Equals(itemType))
                throw new InvalidOperationException($"Concatenated columns should have the same type. Column '{source.Name}' has type of {source.ItemType}, but expected column type is {itemType}.");
        }

        var annotations = new List<SchemaShape.Column>();
        if (sources.All(source => source.IsNormalized()))
            annotations.Add(AnnotationShapes.IsNormalizedColumn);
        if (sources.Any(source => source.Kind == SchemaShape.Column.VectorKind.Scalar || source.HasSlotNames()))
            annotations.Add(AnnotationShapes.SlotNamesColumn);
        var kind = sources.Any(source => source.Kind == SchemaShape.Column.VectorKind.VariableVector)
            ? SchemaShape.Column.VectorKind.VariableVector
            : SchemaShape.Column.VectorKind.Vector;
        return new SchemaShape.Column(_output, kind, itemType, isKey: false, new SchemaShape(annotations));
    }
}

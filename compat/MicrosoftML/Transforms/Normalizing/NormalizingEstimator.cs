using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns how to bring columns to a common scale, in one pass over the rows.</summary>
public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    private readonly IHost _host;
    private readonly NormalizerOptions[] _columns;

    internal NormalizingEstimator(IHostEnvironment environment, params NormalizerOptions[] columns)
    {
        _host = environment.Register(nameof(NormalizingEstimator));
        _columns = columns;
    }

    public NormalizingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column[] sources = Array.ConvertAll(_columns, options => input.Schema.GetColumnOrNull(options.Input)
            ?? throw Errors.SchemaMismatch(nameof(input), "input", options.Input));
        using DataViewRowCursor cursor = input.GetRowCursor(sources);
        NormalizerTrainer[] trainers = [.. _columns.Zip(sources, (options, source) => NormalizerTrainer.Make(options, cursor, source))];
        while (cursor.MoveNext())
        {
            bool any = false;
            foreach (NormalizerTrainer trainer in trainers)
                any |= trainer.ReadRow();
            if (!any)
                break;
        }
        return new NormalizingTransformer(_host, [.. trainers.Select((trainer, i) =>
            new NormalizedColumn(_columns[i].Output, _columns[i].Input, sources[i].Type, trainer.MakeFunction()))]);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var columns = inputSchema.ToDictionary(column => column.Name);
        foreach (NormalizerOptions options in _columns)
        {
            if (!inputSchema.TryFindColumn(options.Input, out SchemaShape.Column source))
                throw Errors.SchemaMismatch(nameof(inputSchema), "input", options.Input);
            if (source.Kind == SchemaShape.Column.VectorKind.VariableVector)
                throw Errors.SchemaMismatch(nameof(inputSchema), "input", options.Input, "known-size vector or scalar", source.GetTypeString());
            if (!source.ItemType.Equals(NumberDataViewType.Single) && !source.ItemType.Equals(NumberDataViewType.Double))
                throw Errors.SchemaMismatch(nameof(inputSchema), "input", options.Input, "vector or scalar of Single or Double", source.GetTypeString());
            var annotations = new List<SchemaShape.Column> { AnnotationShapes.IsNormalizedColumn };
            if (source.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out SchemaShape.Column names))
                annotations.Add(names);
            columns[options.Output] = new SchemaShape.Column(options.Output, source.Kind, source.ItemType, source.IsKey, new SchemaShape(annotations));
        }
        return new SchemaShape(columns.Values);
    }
}

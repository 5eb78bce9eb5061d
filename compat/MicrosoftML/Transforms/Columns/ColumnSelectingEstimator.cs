using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Keeps or drops columns.</summary>
public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    internal ColumnSelectingEstimator(IHostEnvironment environment, ColumnChoice choice)
        : base(environment.Register(nameof(ColumnSelectingEstimator)), new ColumnSelectingTransformer(environment, choice))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ColumnChoice choice = Transformer.Choice;
        string[] missing = choice.MissingFrom(inputSchema.Select(column => column.Name));
        if (missing.Length > 0)
            throw Errors.SchemaMismatch(nameof(inputSchema), "input", string.Join(',', missing));
        return new SchemaShape(inputSchema.Where(column => choice.Names.Contains(column.Name) == choice.Keep));
    }
}

using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Adds columns that the user's own code makes of each row.</summary>
public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(
        IHostEnvironment environment, Action<TSrc, TDst> mapAction, string? contractName, SchemaDefinition? inputSchemaDefinition, SchemaDefinition? outputSchemaDefinition)
        : base(
            environment.Register(nameof(CustomMappingEstimator<TSrc, TDst>)),
            new CustomMappingTransformer<TSrc, TDst>(environment, mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var columns = inputSchema.ToDictionary(column => column.Name);
        foreach (RowMember member in RowMember.Create(typeof(TSrc), Transformer.InputDefinition, SchemaDefinition.Direction.Both))
        {
            if (!columns.TryGetValue(member.ColumnName, out SchemaShape.Column column))
                throw Errors.SchemaMismatch(nameof(inputSchema), "input", member.ColumnName);
            SchemaShape.GetTypeShape(member.ColumnType, out SchemaShape.Column.VectorKind kind, out DataViewType itemType, out bool isKey);
            // A member that takes vectors of any size takes those of one size too.
            bool suits = itemType.Equals(column.ItemType) && isKey == column.IsKey
                && (kind == column.Kind || (kind == SchemaShape.Column.VectorKind.VariableVector && column.Kind == SchemaShape.Column.VectorKind.Vector));
            if (!suits)
                throw Errors.SchemaMismatch(nameof(inputSchema), "input", member.ColumnName, member.ColumnType.ToString(), column.GetTypeString());
        }
        foreach (SchemaShape.Column added in SchemaShape.Create(Transformer.AddedSchema))
            columns[added.Name] = added;
        return new SchemaShape(columns.Values);
    }
}

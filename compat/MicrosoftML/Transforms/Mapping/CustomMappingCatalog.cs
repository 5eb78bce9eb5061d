using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Estimators that call the user's own code.</summary>
public static class CustomMappingCatalog
{
    /// <summary>Calls <paramref name="mapAction"/> for each row, with objects that are used again for the next.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="mapAction">Reads its first argument and fills its second; may be called from several threads.</param>
    /// <param name="contractName">By which a saved model finds the action again (<see cref="CustomMappingFactoryAttributeAttribute"/>); null: it cannot be saved.</param>
    /// <param name="inputSchemaDefinition">The input's columns; null: by the attributes of <typeparamref name="TSrc"/>.</param>
    /// <param name="outputSchemaDefinition">The columns to add; null: by the attributes of <typeparamref name="TDst"/>.</param>
    public static CustomMappingEstimator<TSrc, TDst> CustomMapping<TSrc, TDst>(
        this TransformsCatalog catalog,
        Action<TSrc, TDst> mapAction,
        string? contractName,
        SchemaDefinition? inputSchemaDefinition = null,
        SchemaDefinition? outputSchemaDefinition = null)
        where TSrc : class, new()
        where TDst : class, new() =>
        new(catalog.GetEnvironment(), mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition);
}

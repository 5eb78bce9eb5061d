using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>How a prediction engine binds to its types.</summary>
public sealed class PredictionEngineOptions
{
    /// <summary>Whether a member of the output type may have no column.</summary>
    public bool IgnoreMissingColumns = true;

    public SchemaDefinition? InputSchemaDefinition;

    public SchemaDefinition? OutputSchemaDefinition;

    /// <summary>Whether disposing the engine disposes the transformer.</summary>
    public bool OwnsTransformer = true;

    public PredictionEngineOptions()
    {
    }
}

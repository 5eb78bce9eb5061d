using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Makes the transformer of a custom mapping when a model is loaded.</summary>
internal interface ICustomMappingFactory
{
    ITransformer CreateTransformer(IHostEnvironment environment, string contractName);
}

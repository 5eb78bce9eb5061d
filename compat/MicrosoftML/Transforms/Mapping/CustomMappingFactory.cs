using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Gives a loaded model the action of its custom mapping. Needs a constructor without parameters.</summary>
public abstract class CustomMappingFactory<TSrc, TDst> : ICustomMappingFactory
    where TSrc : class, new()
    where TDst : class, new()
{
    public abstract Action<TSrc, TDst> GetMapping();

    ITransformer ICustomMappingFactory.CreateTransformer(IHostEnvironment environment, string contractName) =>
        new CustomMappingTransformer<TSrc, TDst>(environment, GetMapping(), contractName);
}

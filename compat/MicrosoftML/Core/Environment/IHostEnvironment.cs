namespace Microsoft.ML.Runtime;

/// <summary>What components need from their surroundings: logging, progress, hosts of their own.</summary>
public interface IHostEnvironment : IChannelProvider, IProgressChannelProvider
{
    ComponentCatalog ComponentCatalog { get; }

    IHost Register(string name, int? seed = null, bool? verbose = null);
}

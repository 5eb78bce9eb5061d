using System.Collections.Concurrent;

namespace Microsoft.ML.Runtime;

/// <summary>What the hosts of one <see cref="MLContext"/> share: listeners, options, the catalog.</summary>
internal sealed class EnvironmentRoot
{
    public Action<string, ChannelMessage>? Listener { get; set; }

    public ConcurrentDictionary<string, object?> Options { get; } = new();

    public ComponentCatalog ComponentCatalog { get; } = new();
}

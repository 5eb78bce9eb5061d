namespace Microsoft.ML.Runtime;

/// <summary>The environment of one component.</summary>
internal sealed class Host(HostEnvironment parent, string name, Random random) : HostEnvironment(parent, name, random), IHost
{
    public Random Rand => RandomSource;
}

using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>Finds, in registered assemblies, what a model file names: the factories of custom mappings.</summary>
public sealed class ComponentCatalog
{
    private readonly List<Assembly> _assemblies = [];

    internal ComponentCatalog()
    {
    }

    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        lock (_assemblies)
        {
            if (!_assemblies.Contains(assembly))
                _assemblies.Add(assembly);
        }
    }

    /// <summary>The type, in a registered assembly, whose attribute <typeparamref name="TAttribute"/> has the contract name; null if there is none.</summary>
    internal Type? FindExtension<TAttribute>(string contractName)
        where TAttribute : ExtensionBaseAttribute
    {
        Assembly[] assemblies;
        lock (_assemblies)
            assemblies = [.. _assemblies];
        return assemblies.SelectMany(assembly => assembly.GetTypes())
            .FirstOrDefault(type => type.GetCustomAttributes<TAttribute>(inherit: false).Any(a => a.ContractName == contractName));
    }
}

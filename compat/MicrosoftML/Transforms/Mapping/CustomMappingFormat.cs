using System.Reflection;

namespace Microsoft.ML.Transforms;

/// <summary>How a custom mapping stands in a model file: its contract's name and the assembly to look for it in.</summary>
internal static class CustomMappingFormat
{
    public static readonly ModelVersion Version = new("CUSTOMXF", 0x00010002, 0x00010002, 0x00010001, "CustomTransformer", "Microsoft.ML.Transforms");

    public static void Save(ModelSaveContext ctx, string contractName, string assembly)
    {
        ctx.SetVersion(Version);
        ctx.SaveString(contractName);
        ctx.SaveString(assembly);
    }

    public static ITransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        string contractName = context.LoadString();
        if (context.Written >= 0x00010002)
            context.Environment.ComponentCatalog.RegisterAssembly(Assembly.Load(context.LoadString()));
        Type extension = context.Environment.ComponentCatalog.FindExtension<CustomMappingFactoryAttributeAttribute>(contractName)
            ?? throw new InvalidOperationException($"Unable to locate an extension for the contract '{contractName}'. Ensure you have called ComponentCatalog.RegisterAssembly with the Assembly that contains a class decorated with a '{typeof(CustomMappingFactoryAttributeAttribute).FullName}'.");
        if (Activator.CreateInstance(extension) is not ICustomMappingFactory factory)
            throw new InvalidOperationException($"The class with contract '{contractName}' must derive from '{typeof(CustomMappingFactory<,>).FullName}'.");
        return factory.CreateTransformer(context.Environment, contractName);
    }

    /// <summary>A getter that has the row's values made before it serves one.</summary>
    internal static Delegate RefreshFirst<T>(Delegate getter, Action refresh)
    {
        var typed = (ValueGetter<T>)getter;
        return (ValueGetter<T>)((ref T value) =>
        {
            refresh();
            typed(ref value);
        });
    }
}

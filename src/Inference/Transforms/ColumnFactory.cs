using System.Reflection;

namespace VaePipeline.Inference.Transforms;

/// <summary>Makes objects of generic types for columns, whose types are only known at run time.</summary>
internal static class ColumnFactory
{
    /// <summary>Calls the one public constructor of <paramref name="definition"/> for an element type.</summary>
    public static T Create<T>(Type definition, Type element, params object[] arguments)
        where T : class => (T)Activator.CreateInstance(
            definition.MakeGenericType(element), BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions, null, arguments, null)!; // null is for Nullable<> only
}

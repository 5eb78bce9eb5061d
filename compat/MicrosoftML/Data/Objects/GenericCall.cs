using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Calls generic methods with types that are known at run time only.</summary>
internal static class GenericCall
{
    /// <summary>Calls a non-public static method; exceptions come through as they are.</summary>
    public static TResult Static<TResult>(Type owner, string method, Type[] types, params object?[] arguments)
    {
        MethodInfo open = owner.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic) ?? throw new MissingMethodException(owner.Name, method);
        return (TResult)open.MakeGenericMethod(types).Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!; // No method called so returns null.
    }
}

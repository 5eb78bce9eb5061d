namespace Microsoft.ML.Data;

/// <summary>A type whose values may be copied by assignment, and so be an item of a vector or cross threads.</summary>
public abstract class PrimitiveDataViewType : DataViewType
{
    /// <exception cref="ArgumentException">Values of <paramref name="rawType"/> would have to be disposed.</exception>
    protected PrimitiveDataViewType(Type rawType)
        : base(rawType)
    {
        if (typeof(IDisposable).IsAssignableFrom(rawType))
            throw new ArgumentException($"A {nameof(PrimitiveDataViewType)} cannot have a disposable {nameof(RawType)}; found {rawType}.", nameof(rawType));
    }
}

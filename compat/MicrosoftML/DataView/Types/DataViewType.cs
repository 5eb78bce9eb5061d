namespace Microsoft.ML.Data;

/// <summary>The type of a column: what its values mean; <see cref="RawType"/> is what they are in memory.</summary>
public abstract class DataViewType : IEquatable<DataViewType>
{
    private protected DataViewType(Type rawType)
    {
        ArgumentNullException.ThrowIfNull(rawType);
        RawType = rawType;
    }

    /// <summary>The .NET type that a column's getters hand out.</summary>
    public Type RawType { get; }

    public abstract bool Equals(DataViewType? other);
}

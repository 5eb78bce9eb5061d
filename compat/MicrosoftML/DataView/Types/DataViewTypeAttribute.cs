namespace Microsoft.ML.Data;

/// <summary>Base of attributes that give a member a column type of one's own.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public abstract class DataViewTypeAttribute : Attribute, IEquatable<DataViewTypeAttribute>
{
    /// <summary>Registers the column type.</summary>
    public abstract void Register();

    public abstract bool Equals(DataViewTypeAttribute? other);
}

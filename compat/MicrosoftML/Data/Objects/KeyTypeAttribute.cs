namespace Microsoft.ML.Data;

/// <summary>Makes a member a key column. The member holds 0 to count - 1, the column 1 to count; greater values are missing.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class KeyTypeAttribute : Attribute
{
    public KeyTypeAttribute() =>
        throw new NotSupportedException("Using KeyType without the Count parameter is not supported");

    public KeyTypeAttribute(ulong count)
    {
        KeyCount = new KeyCount(count);
    }

    internal KeyCount? KeyCount { get; }
}

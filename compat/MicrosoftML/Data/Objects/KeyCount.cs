namespace Microsoft.ML.Data;

/// <summary>The number of values of a key; null: as many as its type can count.</summary>
public sealed class KeyCount
{
    public ulong? Count;

    public KeyCount()
    {
    }

    public KeyCount(ulong count)
    {
        Count = count;
    }
}

namespace Microsoft.ML.Data;

/// <summary>Values that are copied by assignment.</summary>
internal sealed class PrimitiveColumnStore<T> : ColumnStore<T>
{
    protected override void Copy(in T source, ref T destination) => destination = source;
}

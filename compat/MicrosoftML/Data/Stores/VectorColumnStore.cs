namespace Microsoft.ML.Data;

/// <summary>Vectors, each with arrays of its own.</summary>
internal sealed class VectorColumnStore<T> : ColumnStore<VBuffer<T>>
{
    protected override void Copy(in VBuffer<T> source, ref VBuffer<T> destination) => source.CopyTo(ref destination);
}

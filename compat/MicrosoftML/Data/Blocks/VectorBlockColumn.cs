namespace Microsoft.ML.Data;

/// <summary>A column of vectors.</summary>
internal sealed class VectorBlockColumn<T> : BlockColumn<VBuffer<T>>
{
    protected override void Copy(in VBuffer<T> source, ref VBuffer<T> destination) => source.CopyTo(ref destination);
}

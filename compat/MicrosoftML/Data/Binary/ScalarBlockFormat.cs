namespace Microsoft.ML.Data;

/// <summary>Scalars, one after the other.</summary>
internal sealed class ScalarBlockFormat<T> : BlockFormat<T>
{
    public override void Write(BinaryWriter writer, ReadOnlySpan<T> values) => ValueBlock.Write(writer, values);

    public override T[] Read(BinaryReader reader, int count) => ValueBlock.Read<T>(reader, count);

    public override void Copy(in T source, ref T destination) => destination = source;
}

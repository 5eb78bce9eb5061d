using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A vector: how many (one), its length, the number of values if it is sparse, the indices, a block of the values.</summary>
internal sealed class SchemaVectorFormat<T> : SchemaValueFormat
{
    private const int Dense = -1;

    public override void Write(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column kind)
    {
        VBuffer<T> value = default;
        annotations.GetValue(kind.Name, ref value);
        bool known = ((VectorDataViewType)kind.Type).IsKnownSize;
        writer.Write(1);
        writer.Write(value.Length);
        if (!known && value.Length == 0)
            writer.Write(0); // Without one length for all, the list of the lengths.
        writer.Write(value.IsDense ? Dense : value.GetValues().Length);
        writer.Write(value.IsDense ? 0 : value.GetIndices().Length);
        if (!value.IsDense)
        {
            foreach (int index in value.GetIndices())
                writer.Write(index);
        }
        SchemaBlock.Write(writer, value.GetValues());
    }

    public override void Read(BinaryReader reader, DataViewSchema.Annotations.Builder builder, string kind, DataViewType type)
    {
        ModelEntryFormat.Require(reader.ReadInt32() == 1, "Corrupt annotation in the model file");
        int length = reader.ReadInt32();
        if (length == 0)
            length = reader.ReadInt32();
        int count = reader.ReadInt32();
        int indexCount = reader.ReadInt32();
        ModelEntryFormat.Require(length >= 0 && (count == Dense ? indexCount == 0 : count == indexCount && count <= length), "Corrupt annotation in the model file");
        int[] indices = SchemaBlock.Read<int>(reader, indexCount);
        T[] values = SchemaBlock.Read<T>(reader, count == Dense ? length : count);

        var vector = count == Dense ? new VBuffer<T>(length, values) : new VBuffer<T>(length, count, values, indices);
        builder.Add(kind, type, (ref VBuffer<T> result) => vector.CopyTo(ref result));
    }
}

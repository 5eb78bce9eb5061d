using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A scalar: a block of one value.</summary>
internal sealed class SchemaScalarFormat<T> : SchemaValueFormat
{
    public override void Write(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column kind)
    {
        T value = default!; // The annotation fills it.
        annotations.GetValue(kind.Name, ref value);
        SchemaBlock.Write<T>(writer, [value]);
    }

    public override void Read(BinaryReader reader, DataViewSchema.Annotations.Builder builder, string kind, DataViewType type)
    {
        T value = SchemaBlock.Read<T>(reader, 1)[0];
        builder.Add(kind, type, (ref T result) => result = value);
    }
}

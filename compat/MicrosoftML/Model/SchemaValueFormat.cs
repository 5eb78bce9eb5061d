using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>How one annotation's value stands in a binary data view.</summary>
internal abstract class SchemaValueFormat
{
    public static SchemaValueFormat Of(DataViewType type)
    {
        Type format = type is VectorDataViewType vector
            ? typeof(SchemaVectorFormat<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(SchemaScalarFormat<>).MakeGenericType(type.RawType);
        return (SchemaValueFormat)Activator.CreateInstance(format)!; // Null comes only of Nullable<T>.
    }

    public abstract void Write(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column kind);

    public abstract void Read(BinaryReader reader, DataViewSchema.Annotations.Builder builder, string kind, DataViewType type);
}

using System.Text;

namespace Microsoft.ML.Data;

/// <summary>How column types stand in a binary data view: a name, the length of what specifies it, and that.</summary>
internal static class ColumnTypeFormat
{
    private const string Vector = "VBuffer";
    private const string Key = "Key2";
    private const int MaximumRank = 64;

    private static readonly Dictionary<string, PrimitiveDataViewType> Primitives = new PrimitiveDataViewType[]
    {
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32,
        NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64, NumberDataViewType.Single, NumberDataViewType.Double,
        TextDataViewType.Instance, BooleanDataViewType.Instance, DateTimeDataViewType.Instance, DateTimeOffsetDataViewType.Instance,
        TimeSpanDataViewType.Instance, RowIdDataViewType.Instance,
    }.ToDictionary(type => type is TextDataViewType ? "TextSpan" : type.RawType.Name);

    public static bool CanWrite(DataViewType type) => NameOf(type) is not null && (type is not VectorDataViewType vector || CanWrite(vector.ItemType));

    public static void Write(BinaryWriter writer, DataViewType type)
    {
        using var content = new MemoryStream();
        using (var specification = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
            WriteSpecification(specification, type);
        writer.Write(NameOf(type)!); // Callers ask CanWrite first.
        writer.Write7BitEncodedInt((int)content.Length);
        content.WriteTo(writer.BaseStream);
    }

    public static DataViewType Read(BinaryReader reader)
    {
        string name = reader.ReadString();
        int length = reader.Read7BitEncodedInt();
        long start = reader.BaseStream.Position;
        DataViewType type = name switch
        {
            Vector => ReadVector(reader),
            Key => ReadKey(reader),
            _ => Primitives.GetValueOrDefault(name) ?? throw new FormatException($"The file has a column of type '{name}', which is not known here"),
        };
        ModelEntryFormat.Require(reader.BaseStream.Position - start == length, "Corrupt column type in the file");
        return type;
    }

    private static string? NameOf(DataViewType type) => type switch
    {
        VectorDataViewType => Vector,
        KeyDataViewType => Key,
        _ => Primitives.FirstOrDefault(pair => pair.Value.Equals(type)).Key,
    };

    private static void WriteSpecification(BinaryWriter writer, DataViewType type)
    {
        if (type is VectorDataViewType vector)
        {
            Write(writer, vector.ItemType);
            writer.Write(vector.Dimensions.Length);
            foreach (int dimension in vector.Dimensions)
                writer.Write(dimension);
        }
        else if (type is KeyDataViewType key)
        {
            Write(writer, Primitives[key.RawType.Name]);
            writer.Write(key.Count);
        }
    }

    private static VectorDataViewType ReadVector(BinaryReader reader)
    {
        var item = Read(reader) as PrimitiveDataViewType ?? throw new FormatException("The file has a vector of vectors");
        int rank = reader.ReadInt32();
        ModelEntryFormat.Require(rank is >= 0 and <= MaximumRank, "Corrupt vector type in the file");
        var dimensions = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            dimensions[i] = reader.ReadInt32();
            ModelEntryFormat.Require(dimensions[i] >= 0, "Corrupt vector type in the file");
        }
        return rank == 0 ? new VectorDataViewType(item) : new VectorDataViewType(item, dimensions);
    }

    private static KeyDataViewType ReadKey(BinaryReader reader)
    {
        DataViewType number = Read(reader);
        ulong count = reader.ReadUInt64();
        ModelEntryFormat.Require(KeyDataViewType.IsValidDataType(number.RawType) && count > 0, "Corrupt key type in the file");
        return new KeyDataViewType(number.RawType, count);
    }
}

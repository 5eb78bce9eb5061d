using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A field or property of a user's row type, bound to a column's name and type.</summary>
internal sealed record RowMember(string ColumnName, DataViewType ColumnType, MemberInfo Member, DataViewSchema.Annotations Annotations)
{
    public Type MemberType => TypeOf(Member);

    /// <summary>The columns of <paramref name="rowType"/> by its attributes, or by <paramref name="definition"/> where there is one.</summary>
    public static RowMember[] Create(Type rowType, SchemaDefinition? definition, SchemaDefinition.Direction direction) =>
        [.. (definition ?? SchemaDefinition.Create(rowType, direction)).Select(column => Bind(rowType, column))];

    public static DataViewSchema ToSchema(IEnumerable<RowMember> members)
    {
        var builder = new DataViewSchema.Builder();
        foreach (RowMember member in members)
            builder.AddColumn(member.ColumnName, member.ColumnType, member.Annotations);
        return builder.ToSchema();
    }

    /// <summary>The members that are columns: fields before properties, in the order of reflection.</summary>
    public static IEnumerable<MemberInfo> ColumnsOf(Type rowType, SchemaDefinition.Direction direction)
    {
        const BindingFlags visible = BindingFlags.Public | BindingFlags.Instance;
        IEnumerable<MemberInfo> properties = rowType.GetProperties(visible).Where(property => property.GetIndexParameters().Length == 0
            && ((direction.HasFlag(SchemaDefinition.Direction.Read) && property.GetGetMethod() is not null)
                || (direction.HasFlag(SchemaDefinition.Direction.Write) && property.GetSetMethod() is not null)));
        return rowType.GetFields(visible).Concat(properties)
            .Where(member => TypeOf(member) != typeof(IChannel) && member.GetCustomAttribute<NoColumnAttribute>() is null);
    }

    /// <summary>The column type that a member's type and attributes ask for.</summary>
    public static DataViewType InferType(MemberInfo member)
    {
        SplitType(member, out bool isVector, out Type itemRawType);
        PrimitiveDataViewType itemType = ColumnTypes.PrimitiveOf(itemRawType);
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { KeyCount: { } keyCount })
        {
            if (!KeyDataViewType.IsValidDataType(itemRawType))
                throw Errors.Argument("userType", $"Member {member.Name} marked with KeyType attribute, but its type {itemRawType} does not appear to be a valid kind of data for a key type.");
            itemType = new KeyDataViewType(itemRawType, keyCount.Count ?? 0);
        }

        var vector = member.GetCustomAttribute<VectorTypeAttribute>();
        if (vector is not null && !isVector)
            throw Errors.Argument("userType", $"Member {member.Name} marked with VectorType attribute, but its type {TypeOf(member)} does not appear to be a vector type.");
        if (!isVector)
            return itemType;
        return vector is { Dimensions.Length: > 0 } ? new VectorDataViewType(itemType, vector.Dimensions) : new VectorDataViewType(itemType);
    }

    /// <summary>Whether a column's values can be put into the member.</summary>
    public bool Accepts(DataViewType type)
    {
        SplitType(Member, out bool isVector, out Type itemRawType);
        return isVector == type is VectorDataViewType && type.ItemTypeOf().RawType == itemRawType;
    }

    private static RowMember Bind(Type rowType, SchemaDefinition.Column column)
    {
        MemberInfo member = (MemberInfo?)rowType.GetField(column.MemberName) ?? rowType.GetProperty(column.MemberName)
            ?? throw Errors.Argument("userSchemaDefinition", $"No field or property with name '{column.MemberName}' found in type '{rowType.FullName}'.");
        string name = string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName;
        var bound = new RowMember(name, column.ColumnType ?? InferType(member), member, column.Annotations);
        if (!bound.Accepts(bound.ColumnType))
            throw Errors.Argument("userSchemaDefinition", $"Column '{name}' is supposed to be {bound.ColumnType}, but the type of the associated member '{member.Name}' is {TypeOf(member)}.");
        return bound;
    }

    private static void SplitType(MemberInfo member, out bool isVector, out Type itemRawType)
    {
        Type type = TypeOf(member);
        bool isBuffer = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>);
        isVector = type.IsArray || isBuffer;
        Type item = type.IsArray ? type.GetElementType()! /* an array has one */ : isBuffer ? type.GetGenericArguments()[0] : type;
        itemRawType = ColumnTypes.PrimitiveOrNull(item)?.RawType
            ?? throw Errors.Argument("rawType", $"Could not determine an IDataView type for member {member.Name}: it is {type}. Use numbers, text, bool, times, or arrays of them, or mark it with [NoColumn].");
    }

    private static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
}

using System.Reflection;

namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>The options with the columns that the members of a type ask for.</summary>
    /// <exception cref="InvalidOperationException">A member has no <see cref="LoadColumnAttribute"/>, or is of a type that cannot be read.</exception>
    internal static Options ForMembersOf(Type rowType, Options options)
    {
        const BindingFlags visible = BindingFlags.Public | BindingFlags.Instance;
        MemberInfo[] members = [.. rowType.GetFields(visible), .. rowType.GetProperties(visible).Where(property => property.GetGetMethod() is not null && property.GetIndexParameters().Length == 0)];
        if (members.Length == 0)
            throw Errors.Argument("TInput", $"Should define at least one public, readable field or property in {rowType}.");
        options.Columns = Array.ConvertAll(members, ColumnOf);
        return options;
    }

    private static Column ColumnOf(MemberInfo member)
    {
        LoadColumnAttribute load = member.GetCustomAttribute<LoadColumnAttribute>()
            ?? throw new InvalidOperationException($"{(member is FieldInfo ? "Field" : "Property")} '{member.Name}' is missing the {nameof(LoadColumnAttribute)} attribute");
        Type type = member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
        DataKind kind = DataKinds.KindOrNull(type.IsArray ? type.GetElementType()! /* an array has one */ : type)
            ?? throw new InvalidOperationException($"{(member is FieldInfo ? "Field" : "Property")} {member.Name} is of unsupported type {type}.");
        return new Column(member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name, kind, load.Sources, member.GetCustomAttribute<KeyTypeAttribute>()?.KeyCount);
    }
}

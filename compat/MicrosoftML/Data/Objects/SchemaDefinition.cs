using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>How the public fields and properties of a type map to columns; may be changed before use.</summary>
public sealed partial class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

    /// <summary>What the columns are for: getters, setters, or either suffice for a property.</summary>
    [Flags]
    public enum Direction
    {
        Read = 1,
        Write = 2,
        Both = Read | Write,
    }

    /// <summary>The column of that name; null if there is none, as in the real package.</summary>
    public Column this[string columnName]
    {
        get => Find(column => column.ColumnName == columnName)!;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.ColumnName != columnName)
                throw new ArgumentOutOfRangeException(nameof(columnName), $"The column name is specified as '{value.ColumnName}' but must match the selector '{columnName}'.");
            int index = FindIndex(column => column.ColumnName == columnName);
            if (index >= 0)
                this[index] = value;
            else
                Add(value);
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">Two members have one column name, or a member's type is not one of a column.</exception>
    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        ArgumentNullException.ThrowIfNull(userType);
        var definition = new SchemaDefinition();
        foreach (MemberInfo member in RowMember.ColumnsOf(userType, direction))
        {
            string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            if (definition.Exists(column => column.ColumnName == name))
                throw new ArgumentOutOfRangeException(nameof(userType), $"Duplicate column name '{name}' detected in {userType}, this is disallowed.");
            definition.Add(new Column(member.Name, RowMember.InferType(member), name));
        }

        return definition;
    }

    /// <summary>The definition of a type whose columns get the types and annotations that they have in a schema.</summary>
    internal static SchemaDefinition FromSchema(Type userType, DataViewSchema schema)
    {
        SchemaDefinition definition = Create(userType, Direction.Read);
        foreach (DataViewSchema.Column column in schema)
        {
            Column own = definition[column.Name] ?? throw new InvalidOperationException($"Type {userType} should contain a member named {column.Name}");
            own.ColumnType = column.Type;
            foreach (DataViewSchema.Column annotation in column.Annotations.Schema)
                own.SetAnnotation(annotation.Name, annotation.Type, column.Annotations.GetterOf(annotation.Index));
        }

        return definition;
    }
}

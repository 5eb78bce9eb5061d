using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    /// <summary>A view of the public members of objects. Each cursor enumerates <paramref name="data"/> anew.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition? schemaDefinition = null)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        return new EnumerableDataView<TRow>(_environment, data, schemaDefinition);
    }

    /// <summary>A view of objects in which the columns of <paramref name="schema"/> have its types and annotations.</summary>
    /// <exception cref="InvalidOperationException">The type has no member for a column of the schema.</exception>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(schema);
        return new EnumerableDataView<TRow>(_environment, data, SchemaDefinition.FromSchema(typeof(TRow), schema));
    }

    /// <summary>The rows as objects, read as they are asked for.</summary>
    /// <param name="reuseRowObject">Whether it is one object, filled again for each row.</param>
    [SuppressMessage("Performance", "CA1822", Justification = "A member of an instance in the real package.")]
    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition? schemaDefinition = null)
        where TRow : class, new()
    {
        ArgumentNullException.ThrowIfNull(data);
        // Made here, so that a column that does not suit is told of before the first row is asked for.
        var reader = new ObjectReader<TRow>(data.Schema, ignoreMissingColumns, schemaDefinition);
        return Enumerate(data, reader, reuseRowObject);
    }

    private static IEnumerable<TRow> Enumerate<TRow>(IDataView data, ObjectReader<TRow> reader, bool reuseRowObject)
        where TRow : class, new()
    {
        using DataViewRowCursor cursor = data.GetRowCursor(reader.Columns);
        Action<TRow> fill = reader.Bind(cursor);
        TRow? row = null;
        while (cursor.MoveNext())
        {
            if (row is null || !reuseRowObject)
                row = new TRow();
            fill(row);
            yield return row;
        }
    }
}

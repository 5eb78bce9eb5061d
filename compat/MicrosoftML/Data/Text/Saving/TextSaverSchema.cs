using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Writes how a text file is to be read, for <see cref="EmbeddedOptions"/>.</summary>
internal static class TextSaverSchema
{
    public static void Write(TextWriter writer, IReadOnlyList<DataViewSchema.Column> columns, char separator, bool hasHeader)
    {
        writer.WriteLine("#@ TextLoader{");
        if (hasHeader)
            writer.WriteLine("#@   header+");
        writer.WriteLine($"#@   sep={NameOf(separator)}");
        int? start = 0;
        for (int i = 0; i < columns.Count; i++)
        {
            writer.WriteLine($"#@   col={Describe(columns[i], start)}");
            // What comes behind a vector of any length cannot be found again.
            start = columns[i].Type is VectorDataViewType vector ? (vector.IsKnownSize || i == columns.Count - 1 ? start + vector.Size : null) : start + 1;
        }

        writer.WriteLine("#@ }");
    }

    private static string NameOf(char separator) => separator switch
    {
        ' ' => "space",
        '\t' => "tab",
        ',' => "comma",
        ';' => "semicolon",
        _ => "bar",
    };

    private static string Describe(DataViewSchema.Column column, int? start)
    {
        DataViewType itemType = column.Type.ItemTypeOf();
        string code = DataKinds.CodeOf(itemType.RawType);
        string count = itemType is KeyDataViewType key ? key.Count.ToString(CultureInfo.InvariantCulture) : "";
        bool needsBraces = column.Name.Any(c => char.IsWhiteSpace(c) || c is '{' or '}' or '"' or '=');
        if (start is not null && !needsBraces)
            return string.Create(CultureInfo.InvariantCulture, $"{column.Name}:{code}{(count.Length > 0 ? $"[{count}]" : "")}:{Fields(column.Type, start.Value)}");
        var text = new StringBuilder("{name=").Append(needsBraces ? $"{{{column.Name}}}" : column.Name);
        if (code != "R4")
            text.Append(" type=").Append(code);
        text.Append(" src=").Append(start is null ? UnknownFields(column.Type) : Fields(column.Type, start.Value));
        if (count.Length > 0)
            text.Append(" key=").Append(count);
        return text.Append('}').ToString();
    }

    private static string Fields(DataViewType type, int start) => type switch
    {
        VectorDataViewType { IsKnownSize: true } vector => string.Create(CultureInfo.InvariantCulture, $"{start}-{start + vector.Size - 1}"),
        VectorDataViewType => string.Create(CultureInfo.InvariantCulture, $"{start}-**"),
        _ => start.ToString(CultureInfo.InvariantCulture),
    };

    private static string UnknownFields(DataViewType type) => type switch
    {
        VectorDataViewType { IsKnownSize: true } vector => string.Create(CultureInfo.InvariantCulture, $"{{ min=-1 max={vector.Size - 2} vector=+}}"),
        VectorDataViewType => "{ min=-1 var=+}",
        _ => "{ min=-1}",
    };
}

using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>A column as <c>Name:R4:0-3,5</c>, or as <c>{name={a b} type=R4 src=0-3}</c>.</summary>
internal static class EmbeddedColumn
{
    public static TextLoader.Column Parse(string text) => text.StartsWith('{') ? ParseSettings(Unbrace(text)) : ParseShort(text);

    private static TextLoader.Column ParseShort(string text)
    {
        int sources = text.LastIndexOf(':');
        int type = sources < 0 ? -1 : text.LastIndexOf(':', sources - 1);
        var column = new TextLoader.Column();
        if (sources < 0)
            throw EmbeddedOptions.Invalid(text);
        column.Name = type < 0 ? text[..sources] : text[..type];
        if (type >= 0)
            SetType(column, text[(type + 1)..sources]);
        column.Source = Array.ConvertAll(text[(sources + 1)..].Split(','), ParseRange);
        return column;
    }

    private static TextLoader.Column ParseSettings(string text)
    {
        var column = new TextLoader.Column();
        foreach (string setting in EmbeddedOptions.Split(text))
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                throw EmbeddedOptions.Invalid(setting);
            string value = Unbrace(setting[(equals + 1)..]);
            switch (setting[..equals].ToUpperInvariant())
            {
                case "NAME": column.Name = value; break;
                case "TYPE": SetType(column, value); break;
                case "SRC" or "SOURCE": column.Source = [.. column.Source, .. value.Split(',').Select(ParseRange)]; break;
                case "KEY" or "KEYCOUNT": column.KeyCount = new KeyCount(ulong.Parse(value, CultureInfo.InvariantCulture)); break;
                default: throw EmbeddedOptions.Invalid(setting);
            }
        }

        return column;
    }

    // R4, or U4[10] for a key.
    private static void SetType(TextLoader.Column column, string text)
    {
        int bracket = text.IndexOf('[', StringComparison.Ordinal);
        string code = bracket < 0 ? text : text[..bracket];
        column.DataKind = DataKinds.KindOfCode(code) ?? throw EmbeddedOptions.Invalid(text);
        if (bracket < 0)
            return;
        string count = text[(bracket + 1)..].TrimEnd(']');
        column.KeyCount = count.Length == 0 ? new KeyCount() : new KeyCount(ulong.Parse(count, CultureInfo.InvariantCulture));
    }

    // 3, 3-5, 3-* (to the end, the same for all lines), 3-** (to the end of each line); ~ for -: those that no other column names.
    private static TextLoader.Range ParseRange(string text)
    {
        int dash = text.AsSpan().IndexOfAny('-', '~');
        if (!int.TryParse(dash < 0 ? text : dash == 0 && text[0] == '~' ? "0" : text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out int min))
            throw EmbeddedOptions.Invalid(text);
        if (dash < 0)
            return new TextLoader.Range(min);
        string end = text[(dash + 1)..];
        var range = new TextLoader.Range { Min = min, AllOther = text[dash] == '~', ForceVector = true, AutoEnd = end is "" or "*", VariableEnd = end == "**" };
        if (!range.AutoEnd && !range.VariableEnd)
            range.Max = int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out int max) ? max : throw EmbeddedOptions.Invalid(text);
        return range;
    }

    private static string Unbrace(string text) => text.StartsWith('{') && text.EndsWith('}') ? text[1..^1] : text;
}

using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Reads the options that <c>SaveAsText</c> writes above the rows, in lines that begin with <c>#@</c>.</summary>
internal static class EmbeddedOptions
{
    private const string Mark = "#@";

    /// <returns>Options with columns; null where the file has none, or where other options are given, which then count alone.</returns>
    /// <exception cref="InvalidOperationException">There are some, but they cannot be understood.</exception>
    public static TextLoader.Options? Find(IMultiStreamSource source, TextLoader.Options given)
    {
        string? text = source.Count == 0 || !IsPlain(given) ? null : ReadText(source);
        if (text is null)
            return null;
        int open = text.IndexOf('{', StringComparison.Ordinal);
        string name = open < 0 ? text : text[..open].Trim();
        if (name is not ("TextLoader" or "Text") || !text.EndsWith('}'))
            throw Invalid(text);
        var options = new TextLoader.Options { UseThreads = given.UseThreads, HeaderFile = given.HeaderFile, MaxRows = given.MaxRows };
        var columns = new List<TextLoader.Column>();
        foreach (string setting in Split(text[(open + 1)..^1]))
            Apply(setting, options, columns);
        options.Columns = columns.Count > 0 ? [.. columns] : throw Invalid(text);
        return options;
    }

    /// <summary>The settings between white space outside of braces.</summary>
    internal static IEnumerable<string> Split(string text)
    {
        int depth = 0;
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            bool ends = i == text.Length || (char.IsWhiteSpace(text[i]) && depth == 0);
            if (ends && start >= 0)
                yield return text[start..i];
            if (ends)
                start = -1;
            else if (start < 0)
                start = i;
            if (i < text.Length)
                depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
        }
    }

    internal static InvalidOperationException Invalid(string text) => new($"TextLoader options embedded in the file are invalid: '{text}'. Give the columns, or remove the lines that begin with {Mark}.");

    private static bool IsPlain(TextLoader.Options given) => given is
    {
        AllowQuoting: false, AllowSparse: false, InputSize: null, Separators: ['\t'], DecimalMarker: '.', TrimWhitespace: false,
        HasHeader: false, ReadMultilines: false, EscapeChar: '"', MissingRealsAsNaNs: false,
    };

    private static string? ReadText(IMultiStreamSource source)
    {
        using TextReader reader = source.OpenTextReader(0);
        var text = new StringBuilder();
        while (reader.ReadLine() is { } line && (line.Length == 0 || line[0] == '#' || line.StartsWith("//", StringComparison.Ordinal)))
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal))
                text.Append(line, Mark.Length, line.Length - Mark.Length).Append('\n');
        }

        string trimmed = text.ToString().Trim();
        return trimmed.Length == 0 ? null : trimmed;
    }

    private static void Apply(string setting, TextLoader.Options options, List<TextLoader.Column> columns)
    {
        int equals = setting.IndexOf('=', StringComparison.Ordinal);
        string key = equals < 0 ? setting.TrimEnd('+', '-') : setting[..equals];
        string value = equals < 0 ? setting[key.Length..] : setting[(equals + 1)..];
        switch (key.ToUpperInvariant())
        {
            case "COL" or "COLUMN": columns.Add(EmbeddedColumn.Parse(value)); break;
            case "SEP" or "SEPARATOR": options.Separators = [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty(",").Select(Separator)]; break;
            case "HEADER" or "HASHEADER": options.HasHeader = IsOn(value); break;
            case "QUOTE" or "ALLOWQUOTING": options.AllowQuoting = IsOn(value); break;
            case "SPARSE" or "ALLOWSPARSE": options.AllowSparse = IsOn(value); break;
            case "TRIM" or "TRIMWHITESPACE": options.TrimWhitespace = IsOn(value); break;
            case "MULTILINES" or "READMULTILINES": options.ReadMultilines = IsOn(value); break;
            case "MISSINGREALNAN" or "MISSINGREALSASNANS": options.MissingRealsAsNaNs = IsOn(value); break;
            case "SIZE" or "INPUTSIZE": options.InputSize = int.Parse(value, CultureInfo.InvariantCulture); break;
            case "DECIMAL" or "DECIMALMARKER": options.DecimalMarker = value is [char marker] ? marker : throw Invalid(setting); break;
            case "ESCAPECHAR": options.EscapeChar = value is [char escape] ? escape : throw Invalid(setting); break;
            default: throw Invalid(setting);
        }
    }

    private static bool IsOn(string value) => value is "+" or "" || value.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static char Separator(string value) => value.ToUpperInvariant() switch
    {
        "TAB" => '\t',
        "SPACE" => ' ',
        "COMMA" => ',',
        "SEMICOLON" => ';',
        "COLON" => ':',
        "BAR" => '|',
        [char character] => character,
        _ => throw Invalid(value),
    };
}

namespace VaePipeline.Inference.Generation;

/// <summary>Text as a cell of a CSV (RFC 4180).</summary>
internal static class CsvText
{
    /// <summary>The text in quotes.</summary>
    public static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The text, in quotes where it needs them.</summary>
    public static string Cell(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? Quoted(text) : text;
}

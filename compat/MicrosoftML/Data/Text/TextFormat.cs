namespace Microsoft.ML.Data;

/// <summary>The checked options of a text loader.</summary>
internal sealed record TextFormat
{
    public required char[] Separators { get; init; }

    public required char DecimalMarker { get; init; }

    public required bool AllowQuoting { get; init; }

    public required bool AllowSparse { get; init; }

    public required bool TrimWhitespace { get; init; }

    public required bool HasHeader { get; init; }

    public required bool ReadMultilines { get; init; }

    public required char EscapeChar { get; init; }

    public required bool MissingRealsAsNaNs { get; init; }

    /// <summary>The number of fields of a line; 0: as many as it has.</summary>
    public required int InputSize { get; init; }

    public required long MaxRows { get; init; }

    public required bool UseThreads { get; init; }

    public static TextFormat Of(TextLoader.Options options)
    {
        char[] separators = [.. options.Separators.Distinct()];
        if (separators.Length == 0)
            throw Errors.Argument(nameof(TextLoader.Options.Separators), "Must specify a separator");
        foreach (char separator in separators)
        {
            if ((separator < ' ' && separator != '\t') || char.IsAsciiDigit(separator) || separator == '"' || (separator == ':' && options.AllowSparse))
                throw Errors.Argument("Separator", $"Illegal separator: '{separator}'. Use tab, space, comma, semicolon, bar, or another character that is no digit, quote, or, with AllowSparse, colon.");
        }

        if (options.DecimalMarker is not ('.' or ','))
            throw Errors.Argument(nameof(TextLoader.Options.DecimalMarker), $"Decimal marker cannot be the '{options.DecimalMarker}' character. It must be '.' or ','.");
        if (!options.AllowQuoting && options.DecimalMarker == ',' && separators.Contains(','))
            throw Errors.Argument(nameof(TextLoader.Options.AllowQuoting), "Quoting must be allowed if decimal marker and separator are the ',' character.");
        if (separators.Contains(options.EscapeChar))
            throw Errors.Argument(nameof(TextLoader.Options.EscapeChar), $"EscapeChar '{options.EscapeChar}' can't be used both as EscapeChar and separator");
        if (options.MaxRows < 0 || options.InputSize < 0)
            throw Errors.Argument(nameof(TextLoader.Options.MaxRows), "MaxRows and InputSize must not be below 0.");
        return new TextFormat
        {
            Separators = separators,
            DecimalMarker = options.DecimalMarker,
            AllowQuoting = options.AllowQuoting,
            AllowSparse = options.AllowSparse,
            TrimWhitespace = options.TrimWhitespace,
            HasHeader = options.HasHeader && string.IsNullOrWhiteSpace(options.HeaderFile),
            ReadMultilines = options.ReadMultilines && options.AllowQuoting,
            EscapeChar = options.EscapeChar,
            MissingRealsAsNaNs = options.MissingRealsAsNaNs,
            InputSize = Math.Min(options.InputSize ?? 0, int.MaxValue - 1),
            MaxRows = options.MaxRows ?? long.MaxValue,
            UseThreads = options.UseThreads,
        };
    }

    public bool IsSeparator(char character) => Separators.AsSpan().Contains(character);
}

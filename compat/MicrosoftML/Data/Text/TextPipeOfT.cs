namespace Microsoft.ML.Data;

/// <summary>Reads single values.</summary>
internal abstract class TextPipe<T>(TextColumn column, TextParser<T> parser, bool missingAsNaN, Action<string, long> report) : TextPipe
{
    protected TextColumn Column => column;

    /// <summary>The value of a field that the line does not have.</summary>
    protected T Missing()
    {
        T value = default!; // Numbers: 0; text: empty.
        if (missingAsNaN && parser.IsReal)
            parser.Parse(default, out value);
        return value;
    }

    protected T Parse(ReadOnlyMemory<char> text, long line)
    {
        // Empty fields are only here where they stand for NaN; in other columns they are the default.
        if (text.IsEmpty)
            return Missing();
        if (parser.Parse(text, out T value))
            return value;
        if (!parser.HasMissing)
            throw new InvalidOperationException(Errors.Invariant($"Could not parse value {text} in line {line}, column {column.Name}"));
        report($"Bad value in column {column.Name}", line);
        return value;
    }
}

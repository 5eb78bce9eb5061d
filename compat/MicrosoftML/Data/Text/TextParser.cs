namespace Microsoft.ML.Data;

/// <summary>Reads a value from a field; false where it cannot, and then the value is what stands for a missing one.</summary>
internal delegate bool TextParse<T>(ReadOnlyMemory<char> text, out T value);

/// <summary>How fields become values of a type.</summary>
/// <param name="Parse">Reads a field.</param>
/// <param name="HasMissing">Whether the type has a value for what cannot be read (NaN, key 0); else it is an error.</param>
/// <param name="IsReal">Whether an empty field may stand for NaN.</param>
internal sealed record TextParser<T>(TextParse<T> Parse, bool HasMissing, bool IsReal);

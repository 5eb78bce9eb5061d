using System.Globalization;
using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>The ways in which fields become values.</summary>
internal static class TextParsers
{
    public static TextParser<T> Create<T>(PrimitiveDataViewType type, TextFormat format)
    {
        object parser = type switch
        {
            KeyDataViewType key => GenericCall.Static<object>(typeof(TextParsers), nameof(KeyParser), [typeof(T)], key.Count),
            NumberDataViewType when type == NumberDataViewType.Single => RealParser((ReadOnlyMemory<char> text, out float value) =>
            {
                bool good = RealText.TryParse(text.Span, format, out double real);
                value = (float)real;
                return good;
            }),
            NumberDataViewType when type == NumberDataViewType.Double => RealParser((ReadOnlyMemory<char> text, out double value) => RealText.TryParse(text.Span, format, out value)),
            NumberDataViewType => GenericCall.Static<object>(typeof(TextParsers), nameof(IntegerParser), [typeof(T)]),
            BooleanDataViewType => Exact<bool>(TryParseBoolean),
            TimeSpanDataViewType => Exact((ReadOnlyMemory<char> text, out TimeSpan value) => TimeSpan.TryParse(text.Span, CultureInfo.InvariantCulture, out value)),
            DateTimeDataViewType => Exact((ReadOnlyMemory<char> text, out DateTime value) => DateTime.TryParse(text.Span, CultureInfo.InvariantCulture, DateTimeStyles.None, out value)),
            DateTimeOffsetDataViewType => Exact((ReadOnlyMemory<char> text, out DateTimeOffset value) => DateTimeOffset.TryParse(text.Span, CultureInfo.InvariantCulture, DateTimeStyles.None, out value)),
            _ => Exact((ReadOnlyMemory<char> text, out ReadOnlyMemory<char> value) =>
            {
                value = text;
                return true;
            }),
        };
        return (TextParser<T>)parser;
    }

    private static TextParser<T> RealParser<T>(TextParse<T> parse) => new(parse, HasMissing: true, IsReal: true);

    private static TextParser<T> Exact<T>(TextParse<T> parse) => new(parse, HasMissing: false, IsReal: false);

    private static TextParser<T> IntegerParser<T>()
        where T : IBinaryInteger<T> => Exact((ReadOnlyMemory<char> text, out T value) =>
            T.TryParse(text.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value!) && text.Span[0] != '+');

    // Text counts from 0, keys from 1.
    private static TextParser<T> KeyParser<T>(ulong count)
        where T : IBinaryInteger<T> => new(
            (ReadOnlyMemory<char> text, out T value) =>
            {
                bool good = ulong.TryParse(text.Span, NumberStyles.None, CultureInfo.InvariantCulture, out ulong key) && key < count;
                value = good ? T.CreateChecked(key + 1) : T.Zero;
                return good;
            },
            HasMissing: true,
            IsReal: false);

    private static bool TryParseBoolean(ReadOnlyMemory<char> text, out bool value)
    {
        string word = text.ToString().ToUpperInvariant();
        value = word is "T" or "Y" or "1" or "+" or "+1" or "YES" or "TRUE";
        return value || word is "F" or "N" or "0" or "-" or "NO" or "-1" or "FALSE";
    }
}

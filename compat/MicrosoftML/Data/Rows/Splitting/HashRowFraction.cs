using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Rows with the same text, truth value or integer get the same number: 30 bits of its hash. Empty text is missing.</summary>
internal sealed class HashRowFraction : RowFraction
{
    /// <summary>What ML.NET hashes with where nobody gives a seed.</summary>
    public const uint DefaultSeed = 314489979;

    private const ulong Hashes = 1 << 30;

    private readonly uint _seed;

    /// <exception cref="NotSupportedException">The column is of another type.</exception>
    public HashRowFraction(DataViewSchema.Column column, uint seed)
        : base(column)
    {
        _seed = seed;
        if (column.Type is not TextDataViewType && !IntegerReader.CanRead(column.Type.RawType))
            throw new NotSupportedException($"Column '{column.Name}' is {column.Type}; this implementation of Microsoft.ML parts rows by keys, text, truth values and integers only.");
    }

    public override Func<double?> MakeReader(DataViewRow input)
    {
        DataViewSchema.Column column = input.Schema[Column!.Value.Index]; // Set by the constructor.
        if (column.Type is TextDataViewType)
            return TextReader(input.GetGetter<ReadOnlyMemory<char>>(column));
        Func<ulong> read = IntegerReader.Create(input, column);
        int size = column.Type == NumberDataViewType.Int64 || column.Type == NumberDataViewType.UInt64 ? sizeof(ulong) : sizeof(uint);
        return () =>
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, read());
            return FractionOf(bytes[..size]);
        };
    }

    private Func<double?> TextReader(ValueGetter<ReadOnlyMemory<char>> getter)
    {
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            getter(ref text);
            return text.IsEmpty ? null : FractionOf(Encoding.UTF8.GetBytes(text.Span.Trim(' ').ToString()));
        };
    }

    private double FractionOf(ReadOnlySpan<byte> bytes) => KeyRowFraction.FractionOf((MurmurHash3.Hash(_seed, bytes) & (Hashes - 1)) + 1, Hashes);
}

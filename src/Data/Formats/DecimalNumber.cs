using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace VaePipeline.Data.Formats;

/// <summary>
/// The usual kind of decimal number: its digits and its power of ten are exact as doubles, so that one product or quotient
/// rounds once, as it must (Clinger 1990, https://doi.org/10.1145/93542.93557).
/// </summary>
internal static class DecimalNumber
{
    // 10^k is exact in a double up to here.
    private const int MostPower = 22;
    private const int MostDigits = 19; // They fit 64 bits, whatever they are.
    private const int MostExponentDigits = 4;
    private const int BlockSize = sizeof(ulong);

    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    private static readonly uint[] SmallPowersOfTen = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    /// <summary>Reads the number that a text begins with, without blanks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number, correctly rounded.</param>
    /// <param name="length">Bytes of the number.</param>
    /// <returns>False where no number is there, or another kind: that is for the runtime to read.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out double value, out int length)
    {
        value = 0;
        length = 0;
        if (text.IsEmpty)
        {
            return false;
        }

        // Without branches: nobody can tell which sign comes next.
        int negative = text[0] == '-' ? 1 : 0;
        int at = negative + (text[0] == '+' ? 1 : 0);
        ulong digits = 0;
        int count = 0;

        // Most often there is one digit in front of the point, and several behind it.
        for (; at < text.Length && (uint)text[at] - '0' is <= 9 and var digit; at++, count++)
        {
            digits = (digits * 10) + digit;
        }

        int power = 0;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            int behind = ReadDigits(text, at, ref digits);
            at += behind;
            count += behind;
            power = -behind;
        }

        if (count is 0 or > MostDigits || digits > 1UL << 53)
        {
            return false;
        }

        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            int exponentLength = ReadExponent(text[(at + 1)..], out int exponent);
            if (exponentLength == 0)
            {
                return false;
            }

            at += 1 + exponentLength;
            power += exponent;
        }

        if (power is < -MostPower or > MostPower)
        {
            return false;
        }

        double size = power < 0 ? digits / PowersOfTen[-power] : digits * PowersOfTen[power];
        value = BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(size) | ((ulong)negative << 63));
        length = at;
        return true;
    }

    /// <summary>Appends the digits from a place of a text on to a number, eight at a time.</summary>
    /// <returns>How many.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadDigits(ReadOnlySpan<byte> text, int begin, ref ulong number)
    {
        int at = begin;
        int count;
        do
        {
            // Each byte less '0'; one above 9 sets its highest bit in the sum, or has it.
            ulong block = Block(text, at) ^ 0x3030303030303030;
            count = BitOperations.TrailingZeroCount(((block + 0x7676767676767676) | block) & 0x8080808080808080) >> 3;
            if (count == 0)
            {
                break;
            }

            // Zeros in front of the digits; then pairs, then all of them, by products that shift and add.
            block <<= 64 - (8 * count);
            block = (block * 10) + (block >> 8);
            block = (((block & 0x000000FF000000FF) * (100 + (1_000_000UL << 32))) + (((block >> 16) & 0x000000FF000000FF) * (1 + (10_000UL << 32)))) >> 32;
            number = (number * SmallPowersOfTen[count]) + block;
            at += count;
        }
        while (count == BlockSize);

        return at - begin;
    }

    /// <summary>The eight bytes from a place on, the first one lowest; zeros behind the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Block(ReadOnlySpan<byte> text, int at)
    {
        int left = text.Length - at;
        if (left >= BlockSize)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(text[at..]);
        }

        if (left > 0 && text.Length >= BlockSize)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(text[^BlockSize..]) >> (64 - (8 * left));
        }

        ulong block = 0;
        for (int i = text.Length - 1; i >= at; i--)
        {
            block = (block << 8) | text[i];
        }

        return block;
    }

    /// <summary>The exponent that a text begins with, behind its letter.</summary>
    /// <returns>Its length; 0 where there is none, or one that only the runtime reads.</returns>
    private static int ReadExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        bool isNegative = text is [(byte)'-', ..];
        int sign = text is [(byte)'-' or (byte)'+', ..] ? 1 : 0;
        ulong digits = 0;
        int count = ReadDigits(text, sign, ref digits);
        exponent = isNegative ? -(int)digits : (int)digits;
        return count is 0 or > MostExponentDigits ? 0 : sign + count;
    }
}

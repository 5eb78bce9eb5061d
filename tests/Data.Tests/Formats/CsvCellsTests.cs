using System.Globalization;
using System.Numerics;
using System.Text;
using VaePipeline.Data.Formats;

namespace VaePipeline.Data.Tests.Formats;

public sealed class CsvCellsTests
{
    private const int Texts = 2_000_000;

    /// <summary>All forms of a number, drawn at random, against the runtime's own reader, which rounds as IEEE 754 demands.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void TryParse_equals_the_runtime_bit_by_bit_on_two_million_texts()
    {
        var random = new Random(20);
        byte[] buffer = new byte[256];
        int infinite = 0, zero = 0, denormal = 0;
        for (int i = 0; i < Texts; i++)
        {
            ReadOnlySpan<byte> text = buffer.AsSpan(0, Write(random, i, buffer));
            float expected = float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

            if (!CsvCells.TryParse(text, out float value) || BitConverter.SingleToInt32Bits(value) != BitConverter.SingleToInt32Bits(expected))
            {
                Assert.Fail($"\"{Encoding.ASCII.GetString(text)}\": {value:R}; expected {expected:R}");
            }

            infinite += float.IsInfinity(expected) ? 1 : 0;
            zero += expected == 0 ? 1 : 0;
            denormal += float.IsSubnormal(expected) ? 1 : 0;
        }

        // The edges were there.
        Assert.True(infinite > Texts / 1000 && zero > Texts / 1000 && denormal > Texts / 1000, $"{infinite} infinite, {zero} zero, {denormal} denormal");
    }

    /// <summary>Halfway between two float32, exactly, and one digit beside it, where the text has more digits than fit a number.</summary>
    [Fact]
    public void TryParse_decides_halfway_cases_by_their_last_digit()
    {
        var random = new Random(21);
        for (int i = 0; i < 20_000; i++)
        {
            float below = BitConverter.Int32BitsToSingle(random.Next(1, 0x7F7F_FFFF));
            double half = ((double)below + MathF.BitIncrement(below)) / 2; // Exact: a double has 29 bits more.
            (string digits, int exponent) = Exactly(half);
            string even = string.Create(CultureInfo.InvariantCulture, $"{digits}e{exponent}");
            string above = string.Create(CultureInfo.InvariantCulture, $"{digits}1e{exponent - 1}");
            float tie = (BitConverter.SingleToInt32Bits(below) & 1) == 0 ? below : MathF.BitIncrement(below);

            Assert.Equal(tie, Parse(even));
            Assert.Equal(MathF.BitIncrement(below), Parse(above));
        }
    }

    /// <summary>Every text of up to six of the characters that numbers are made of, against the runtime's reader, which ignores a NUL behind a number.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void TryParse_takes_the_texts_that_the_runtime_takes()
    {
        byte[] characters = [.. "07+-.eE \t\vn"u8, 0];
        byte[] text = new byte[6];
        for (int length = 1; length <= text.Length; length++)
        {
            for (int number = 0; number < Math.Pow(characters.Length, length); number++)
            {
                for (int i = 0, rest = number; i < length; i++, rest /= characters.Length)
                {
                    text[i] = characters[rest % characters.Length];
                }

                ReadOnlySpan<byte> cell = text.AsSpan(0, length);
                ReadOnlySpan<byte> trimmed = cell.Trim(" \t"u8);
                const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
                bool isSingle = float.TryParse(trimmed, Style, CultureInfo.InvariantCulture, out float expected) && trimmed[^1] != 0;
                bool isDouble = double.TryParse(trimmed, Style, CultureInfo.InvariantCulture, out double expectedDouble) && trimmed[^1] != 0;

                if (CsvCells.TryParse(cell, out float value) != isSingle || (isSingle && !value.Equals(expected))
                    || CsvCells.TryParseDouble(cell, out double valueDouble) != isDouble || (isDouble && !valueDouble.Equals(expectedDouble)))
                {
                    Assert.Fail($"\"{CsvCells.Shown(cell)}\": {value:R}; expected {(isSingle ? expected : "no number"):R}");
                }
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1.2.3")]
    [InlineData("1 2")]
    [InlineData("--1")]
    [InlineData("0x10")]
    [InlineData("1_000")]
    [InlineData("1,5")]
    [InlineData("1\0")]
    [InlineData("１")] // A digit, but no ASCII one.
    public void TryParse_refuses_what_is_no_number(string text) => Assert.False(CsvCells.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("a", "a")]
    [InlineData("\"a,b\"", "a,b")]
    [InlineData("\"say \"\"hi\"\"\"", "say \"hi\"")]
    [InlineData("\"a\"b\"", "a\"b")] // No quotes of CSV's: as it stands.
    public void Name_is_what_a_cell_stands_for(string cell, string expected) => Assert.Equal(expected, CsvCells.Name(Encoding.UTF8.GetBytes(cell)));

    [Theory]
    [InlineData("z0,\"width, 5 mm\",z1", true)]
    [InlineData("z0,5 mm,z1", false)]
    [InlineData("1,2", false)]
    public void IsHeader_sees_separators_within_quotes(string line, bool expected) => Assert.Equal(expected, CsvCells.IsHeader(Encoding.UTF8.GetBytes(line)));

    /// <summary>A random number's text.</summary>
    private static int Write(Random random, int form, Span<byte> text)
    {
        int length = 0;
        switch (form % 8)
        {
            case 0: // As programs print them.
                BitConverter.Int32BitsToSingle(random.Next() & 0x7F7F_FFFF).TryFormat(text, out length, "R", CultureInfo.InvariantCulture);
                return length;
            case 1:
                ((random.NextDouble() * 6) - 3).TryFormat(text, out length, "F6", CultureInfo.InvariantCulture);
                return length;
            case 2: // A double's digits: more than a float32 needs.
                BitConverter.Int64BitsToDouble(random.NextInt64(0x3600_0000_0000_0000, 0x4800_0000_0000_0000)).TryFormat(text, out length, "R", CultureInfo.InvariantCulture);
                return length;
            case 3: // Near the middle of two float32.
                float below = BitConverter.Int32BitsToSingle(random.Next(1, 0x7F7F_FFFF));
                (((double)below + MathF.BitIncrement(below)) / 2).TryFormat(text, out length, Near[random.Next(Near.Length)], CultureInfo.InvariantCulture);
                return length;
        }

        if (random.Next(3) == 0)
        {
            text[length++] = (byte)(random.Next(2) == 0 ? '-' : '+');
        }

        length += Digits(random, form % 8 == 4 ? 3 : 25, text[length..]);
        if (form % 8 != 5)
        {
            text[length++] = (byte)'.';
            length += Digits(random, form % 8 == 6 ? 40 : 8, text[length..]);
        }

        if (form % 8 == 7 || random.Next(4) == 0)
        {
            text[length++] = (byte)(random.Next(2) == 0 ? 'e' : 'E');
            random.Next(-60, 60).TryFormat(text[length..], out int digits, random.Next(2) == 0 ? "D" : "D3", CultureInfo.InvariantCulture);
            length += digits;
        }

        return length;
    }

    private static readonly string[] Near = ["E6", "E8", "E12", "E16", "E17", "E18", "E20", "E30"];

    /// <summary>One to so many digits, in a third of the cases with zeros in front.</summary>
    private static int Digits(Random random, int most, Span<byte> text)
    {
        int count = random.Next(1, most + 1);
        int zeros = random.Next(3) == 0 ? random.Next(count) : 0;
        for (int i = 0; i < count; i++)
        {
            text[i] = (byte)('0' + (i < zeros ? 0 : random.Next(10)));
        }

        return count;
    }

    /// <summary>All digits of a number, and the power of ten behind them.</summary>
    private static (string Digits, int Exponent) Exactly(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        BigInteger mantissa = (bits & 0xF_FFFF_FFFF_FFFF) | 0x10_0000_0000_0000;
        int power = (int)(bits >> 52) - 1075;

        // m 2^-k = m 5^k 10^-k.
        return power >= 0
            ? ((mantissa << power).ToString(CultureInfo.InvariantCulture), 0)
            : ((mantissa * BigInteger.Pow(5, -power)).ToString(CultureInfo.InvariantCulture), power);
    }

    private static float Parse(string text) => CsvCells.TryParse(Encoding.ASCII.GetBytes(text), out float value) ? value : float.NaN;
}

namespace VaePipeline.Contracts.Pictures;

/// <summary>
/// The five row filters of PNG (https://www.w3.org/TR/png-3/#9Filters): each stores a value's difference from a
/// prediction by the values to its left (a), above (b) and above left (c).
/// </summary>
internal static class PngFilters
{
    /// <summary>Filters are 0 to 4: none, sub, up, average, Paeth.</summary>
    public const int Count = 5;

    /// <summary>Writes every row with the filter whose differences have the smallest sum of magnitudes, the heuristic that the standard suggests.</summary>
    /// <param name="stream">Receives for each row a filter byte and the differences.</param>
    /// <param name="pixels">Rows of <paramref name="rowSize"/> bytes.</param>
    /// <param name="rowSize">Bytes a row.</param>
    /// <param name="channels">Bytes a pixel.</param>
    public static void WriteRows(Stream stream, ReadOnlySpan<byte> pixels, int rowSize, int channels)
    {
        byte[] best = new byte[1 + rowSize];
        byte[] candidate = new byte[1 + rowSize];
        ReadOnlySpan<byte> above = new byte[rowSize];
        for (int start = 0; start < pixels.Length; start += rowSize)
        {
            ReadOnlySpan<byte> row = pixels.Slice(start, rowSize);
            long smallest = long.MaxValue;
            for (byte filter = 0; filter < Count; filter++)
            {
                candidate[0] = filter;
                long sum = Apply(filter, row, above, candidate.AsSpan(1), channels);
                if (sum < smallest)
                {
                    smallest = sum;
                    (best, candidate) = (candidate, best);
                }
            }

            stream.Write(best);
            above = row;
        }
    }

    /// <summary>Filters a row and gives the sum of the magnitudes of its differences, taken as signed bytes.</summary>
    public static long Apply(byte filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> differences, int channels)
    {
        long sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            byte a = i < channels ? (byte)0 : row[i - channels];
            byte c = i < channels ? (byte)0 : above[i - channels];
            byte difference = (byte)(row[i] - Predict(filter, a, above[i], c));
            differences[i] = difference;
            sum += Math.Abs((int)(sbyte)difference);
        }

        return sum;
    }

    private static byte Predict(byte filter, byte a, byte b, byte c) => filter switch
    {
        0 => 0,
        1 => a,
        2 => b,
        3 => (byte)((a + b) / 2),
        _ => Paeth(a, b, c),
    };

    /// <summary>The one of a, b and c that is nearest to a + b - c; the first of equals.</summary>
    private static byte Paeth(byte a, byte b, byte c)
    {
        int fromA = Math.Abs(b - c);
        int fromB = Math.Abs(a - c);
        int fromC = Math.Abs(a + b - (2 * c));
        if (fromA <= fromB && fromA <= fromC)
        {
            return a;
        }

        return fromB <= fromC ? b : c;
    }
}

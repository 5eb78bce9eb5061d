using System.Numerics;

namespace VaePipeline.Inference.Sessions;

/// <summary>
/// Checks of the rows that a caller passes. Data is refused as bad input, wherever it comes from; a span to write that is too
/// short or too long is a wrong argument.
/// </summary>
internal static class CallerRows
{
    /// <summary>The number of rows in row-major data.</summary>
    /// <param name="values">The data.</param>
    /// <param name="rowLength">Values in one row.</param>
    /// <param name="name">What the data is, for messages.</param>
    /// <param name="requireFinite">Whether NaN and infinite numbers are refused.</param>
    /// <exception cref="BadInputException">It is no whole number of rows, or has such numbers.</exception>
    public static int Count(ReadOnlySpan<float> values, int rowLength, string name, bool requireFinite)
    {
        if (values.Length % rowLength != 0)
        {
            throw BadInputException.In(name, Invariant($"{values.Length} elements"), Invariant($"a multiple of {rowLength}"), "Pass whole rows.");
        }

        int rows = values.Length / rowLength;
        for (int row = 0; requireFinite && row < rows; row++)
        {
            RequireFinite(values.Slice(row * rowLength, rowLength), name, row);
        }

        return rows;
    }

    /// <summary>Refuses a row with a NaN or an infinite number.</summary>
    /// <param name="values">The row.</param>
    /// <param name="name">What the data is, for messages.</param>
    /// <param name="row">The row's number, for messages.</param>
    /// <exception cref="BadInputException">It has one.</exception>
    public static void RequireFinite<T>(ReadOnlySpan<T> values, string name, long row)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
            {
                throw BadInputException.In(
                    Invariant($"{name}, row {row}"),
                    Invariant($"value {i} is {values[i]}"),
                    "finite numbers",
                    $"Mend or filter the data, or set {nameof(BatchedOnnxOptions.NonFinite)} to {nameof(NonFinitePolicy.PassThrough)}.");
            }
        }
    }

    /// <summary>Checks that a span has room for just <paramref name="rows"/> rows.</summary>
    /// <exception cref="ArgumentException">It has more or less.</exception>
    public static void RequireRoom(int length, int rows, int rowLength, string argument)
    {
        long expected = (long)rows * rowLength;
        if (length != expected)
        {
            throw new ArgumentException(
                Invariant($"{argument}: {length} elements; expected {expected}, {rows} rows of {rowLength}. Pass a span of that length."), argument);
        }
    }
}

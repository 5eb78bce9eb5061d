namespace VaePipeline.Inference.Sessions;

/// <summary>Checks the lengths of row-major arguments.</summary>
internal static class RowCount
{
    /// <summary>The number of rows in <paramref name="length"/> elements.</summary>
    /// <exception cref="ArgumentException">The length is no whole number of rows.</exception>
    public static int Of(int length, int rowLength, string argument) => length % rowLength == 0
        ? length / rowLength
        : throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"{argument}: {length} elements; expected a multiple of {rowLength}. Pass whole rows."),
            argument);

    /// <summary>Checks that there is room for just <paramref name="rows"/> rows.</summary>
    /// <exception cref="ArgumentException">There is more or less.</exception>
    public static void Require(int length, int rows, int rowLength, string argument)
    {
        long expected = (long)rows * rowLength;
        if (length != expected)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{argument}: {length} elements; expected {expected}, {rows} rows of {rowLength}. Pass a span of that length."),
                argument);
        }
    }
}

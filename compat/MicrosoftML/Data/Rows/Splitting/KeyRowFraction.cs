namespace Microsoft.ML.Data;

/// <summary>Keys in their order: the middle of the key's share of [0, 1).</summary>
internal sealed class KeyRowFraction(DataViewSchema.Column column, ulong count) : RowFraction(column)
{
    public override Func<double?> MakeReader(DataViewRow input)
    {
        Func<ulong> read = IntegerReader.Create(input, input.Schema[Column!.Value.Index]); // Set by the constructor.
        return () => read() is var key && key >= 1 && key <= count ? FractionOf(key, count) : null;
    }

    public static double FractionOf(ulong key, ulong count) => (key - 0.5) / count;
}

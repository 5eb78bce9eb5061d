namespace Microsoft.ML.Data;

/// <summary>A random number for each position; cursors that start anew draw the same ones.</summary>
internal sealed class RandomRowFraction(uint seed) : RowFraction(null)
{
    /// <summary>What ML.NET seeds with where nobody gives a seed.</summary>
    public const uint DefaultSeed = 42;

    public override Func<double?> MakeReader(DataViewRow input)
    {
        var generator = new HybridTausworthe(seed);
        return () => generator.NextSingle();
    }
}

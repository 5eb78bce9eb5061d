namespace VaePipeline.Data.Images;

/// <summary>Which pixels of a row make each pixel of a shorter or longer one, and with what weight; the weights sum to 1.</summary>
internal sealed class AxisWeights
{
    private readonly (int First, float[] Weights)[] _pixels;

    /// <param name="from">Pixels of the row.</param>
    /// <param name="to">Pixels that it is to have.</param>
    public AxisWeights(int from, int to)
    {
        double scale = (double)from / to;
        _pixels = [.. Enumerable.Range(0, to).Select(i => scale > 1 ? Area(i * scale, (i + 1) * scale, from) : Between(((i + 0.5) * scale) - 0.5, from))];
    }

    /// <summary>The first pixel of the row, and the weights from there on.</summary>
    public (int First, float[] Weights) this[int pixel] => _pixels[pixel];

    private static (int First, float[] Weights) Area(double start, double end, int from)
    {
        int first = (int)start;
        int last = Math.Min((int)Math.Ceiling(end), from) - 1;
        float[] weights = new float[last - first + 1];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = (float)((Math.Min(end, first + i + 1) - Math.Max(start, first + i)) / (end - start));
        }

        return (first, weights);
    }

    private static (int First, float[] Weights) Between(double position, int from)
    {
        double inside = Math.Clamp(position, 0, from - 1);
        int first = (int)inside;
        float after = (float)(inside - first);
        return after == 0 ? (first, [1f]) : (first, [1 - after, after]);
    }
}

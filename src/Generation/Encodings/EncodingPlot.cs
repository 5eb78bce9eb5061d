using VaePipeline.Data.Images;
using VaePipeline.Data.Plots;

namespace VaePipeline.Generation.Encodings;

/// <summary>
/// Collects what a plot of means shows: a random sample of the images (Vitter 1985, algorithm R, seeded) and each latent's
/// variance over all of them (Welford 1962). Memory does not grow beyond the sample.
/// </summary>
internal sealed class EncodingPlot(int latentSize, IReadOnlyList<string> extraColumns)
{
    /// <summary>The most images in the plot.</summary>
    public const int MostPoints = 10_000;

    private const int Seed = 1;

    private readonly bool _hasLabels = extraColumns is [.., ImageReader.LabelColumn];
    private readonly Random _random = new(Seed);
    private readonly List<float> _sample = [];
    private readonly List<string> _labels = [];
    private readonly double[] _means = new double[latentSize];
    private readonly double[] _squares = new double[latentSize];
    private long _count;

    /// <summary>Takes an image.</summary>
    /// <param name="mean">μ, [L].</param>
    /// <param name="extra">The further cells, as CSV text; the label is the last.</param>
    public void Add(ReadOnlySpan<float> mean, ReadOnlySpan<char> extra)
    {
        _count++;
        for (int i = 0; i < mean.Length; i++)
        {
            double before = mean[i] - _means[i];
            _means[i] += before / _count;
            _squares[i] += before * (mean[i] - _means[i]);
        }

        if (_count <= MostPoints)
        {
            _sample.AddRange(mean);
            _labels.Add(_hasLabels ? LastCell(extra) : "");
        }
        else if (_random.NextInt64(_count) is < MostPoints and var place)
        {
            for (int i = 0; i < mean.Length; i++)
            {
                _sample[((int)place * latentSize) + i] = mean[i];
            }

            _labels[(int)place] = _hasLabels ? LastCell(extra) : "";
        }
    }

    /// <summary>The plot.</summary>
    public Plot Draw()
    {
        string note = _count > MostPoints
            ? Invariant($"{MostPoints:N0} of {_count:N0} images, a random sample")
            : Invariant($"{_count:N0} images");

        // Numbers by their values, then words.
        string[] names = [.. _labels.Distinct().OrderBy(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue).ThenBy(name => name, StringComparer.Ordinal)];
        Dictionary<string, int> places = names.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return LatentScatter.Draw(note, [.. _sample], [.. _squares.Select(sum => sum / _count)], _hasLabels ? [.. _labels.Select(label => places[label])] : null, names);
    }

    /// <summary>The last cell of a line of CSV, without its quotes.</summary>
    internal static string LastCell(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty || line[^1] != '"')
        {
            return line[(line.LastIndexOf(',') + 1)..].ToString();
        }

        // Backwards to the quote that is not one of a pair.
        int start = line.Length - 2;
        while (start > 0 && (line[start] != '"' || line[start - 1] == '"'))
        {
            start -= line[start] == '"' ? 2 : 1;
        }

        return line[(Math.Max(start, 0) + 1)..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal);
    }
}

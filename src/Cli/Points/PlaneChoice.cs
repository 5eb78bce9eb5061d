using VaePipeline.Data.Points;

namespace VaePipeline.Cli.Points;

/// <summary>Which points of a latent space a grid has, as a user says it. What does not depend on the model is checked at once.</summary>
internal sealed class PlaneChoice
{
    /// <summary>Points in a row and rows of points where nothing else is asked for.</summary>
    public const int DefaultSize = 20;

    /// <summary>The most points along an axis.</summary>
    public const int LargestSize = 10_000;

    private readonly string? _sizeText;
    private readonly (int Width, int? Height) _size;
    private readonly (float Low, float High)[] _ranges;
    private readonly int[]? _axes;
    private readonly float[]? _at;

    /// <summary>Reads the options; null is what is not given.</summary>
    /// <param name="size"><c>20</c> or <c>30x10</c>.</param>
    /// <param name="range"><c>-3:3</c>, or one for each axis, <c>-3:3,-1:1</c>.</param>
    /// <param name="axes"><c>0,3</c>, or one.</param>
    /// <param name="at">A number for each latent.</param>
    /// <exception cref="ArgumentException">One of them cannot be read.</exception>
    public PlaneChoice(string? size, string? range, string? axes, string? at)
    {
        _sizeText = size;
        _size = size is null ? (DefaultSize, null) : ParseSize(size);
        _ranges = range is null ? [] : [.. range.Split(',').Select(part => ParseRange(range, part))];
        _axes = axes is null ? null : ParseAxes(axes);
        if (at is not null && !NumberList.TryParse(at, out _at))
        {
            throw new ArgumentException($"--at is \"{at}\"; expected a number for each latent, as 0.1,0,-2. Separate them by commas.", nameof(at));
        }

        if (_ranges.Length > 2)
        {
            throw new ArgumentException($"--range is \"{range}\"; expected one range, or one for each axis, as -3:3,-1:1. Leave the others out.", nameof(range));
        }
    }

    /// <summary>What the points are, in a few words.</summary>
    public string Spacing => _ranges.Length == 0 ? ": norm.ppf of 0.01 to 0.99 in equal steps" : " in equal steps";

    /// <summary>The latents of the axes in a model: the first two, or the only one, where nothing else was asked for.</summary>
    public IReadOnlyList<int> AxesOf(int latentSize) => _axes ?? (latentSize == 1 ? [0] : [0, 1]);

    /// <summary>The points in a model.</summary>
    /// <param name="latentSize">L of the model.</param>
    /// <param name="modelPath">The model, for errors.</param>
    /// <exception cref="BadInputException">The model has no such plane.</exception>
    public PlanePoints In(int latentSize, string modelPath)
    {
        IReadOnlyList<int> axes = AxesOf(latentSize);
        if (axes.Max() >= latentSize)
        {
            throw BadInputException.In(modelPath, Invariant($"the model has {latentSize} latents, and --axes names latent {axes.Max()}"), Invariant($"0 to {latentSize - 1}"), "Count from 0.");
        }

        if (_at is not null && _at.Length != latentSize)
        {
            throw BadInputException.In(modelPath, Invariant($"the model has {latentSize} latents, and --at has {NumberList.Count(_at.Length)}"), "one for each", "Those of the axes are not used: 0 will do.");
        }

        if (axes.Count == 1 && (_size.Height ?? 1) > 1)
        {
            throw BadInputException.In("--size", $"\"{_sizeText}\" for one axis", "one number", "Name two axes, as --axes 0,1, or leave the second number out.");
        }

        if (_ranges.Length > axes.Count)
        {
            throw BadInputException.In("--range", "two ranges for one axis", "one", "Name two axes, as --axes 0,1, or leave the second range out.");
        }

        var horizontal = new PlaneAxis(axes[0], Coordinates(_size.Width, _ranges.Length == 0 ? null : _ranges[0]));
        PlaneAxis? vertical = axes.Count == 1 ? null
            : new PlaneAxis(axes[1], Coordinates(_size.Height ?? _size.Width, _ranges.Length == 0 ? null : _ranges[^1]));
        return new PlanePoints(horizontal, vertical, _at ?? new float[latentSize]);
    }

    /// <summary>Coordinates of an axis: at equal steps of a range, or of the probability of N(0, 1).</summary>
    public static float[] Coordinates(int size, (float Low, float High)? range) =>
        range is { } asked ? PlaneAxis.Range(size, asked.Low, asked.High) : PlaneAxis.Quantiles(size);

    private static (int Width, int? Height) ParseSize(string text)
    {
        string[] sides = text.Split('x');
        int height = 0;
        return sides.Length <= 2 && TrySide(sides[0], out int width) && (sides.Length == 1 || TrySide(sides[1], out height))
            ? (width, sides.Length == 1 ? null : height)
            : throw new ArgumentException(Invariant($"--size is \"{text}\"; expected points along an axis, 1 to {LargestSize}, as 20, or columns and rows, as 30x10. Write it so."), nameof(text));

        static bool TrySide(string side, out int number) =>
            int.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= LargestSize;
    }

    private static (float Low, float High) ParseRange(string text, string part)
    {
        string[] ends = part.Split(':');
        return ends.Length == 2 && NumberList.TryParse($"{ends[0]},{ends[1]}", out float[] range) && range[0] < range[1]
            ? (range[0], range[1])
            : throw new ArgumentException($"--range is \"{text}\"; expected LOW:HIGH, as -3:3, the lower one first, or one for each axis, as -3:3,-1:1. Write it so.", nameof(text));
    }

    private static int[] ParseAxes(string text)
    {
        string[] parts = text.Split(',');
        int[] axes = new int[parts.Length];
        bool areNumbers = parts.Length <= 2;
        for (int i = 0; i < parts.Length && areNumbers; i++)
        {
            areNumbers = int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out axes[i]);
        }

        return areNumbers && axes.Distinct().Count() == axes.Length
            ? axes
            : throw new ArgumentException($"--axes is \"{text}\"; expected the number of one latent or of two, as 0,3. Count from 0.", nameof(text));
    }
}

namespace VaePipeline.Cli.Points;

/// <summary>Numbers between commas, as options take them.</summary>
internal static class NumberList
{
    /// <summary>Reads finite numbers, as <c>0.5,-1</c>.</summary>
    public static bool TryParse(string text, out float[] numbers)
    {
        string[] parts = text.Split(',');
        numbers = new float[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !float.IsFinite(numbers[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Shows a point: its numbers, of many the first eight.</summary>
    public static string Shown(IReadOnlyCollection<float> numbers) =>
        string.Join(", ", numbers.Take(8).Select(number => number.ToString("0.####", CultureInfo.InvariantCulture))) + (numbers.Count > 8 ? ", ..." : "");

    /// <summary>How many numbers there are, in words.</summary>
    public static string Count(int numbers) => Invariant($"{numbers} {(numbers == 1 ? "number" : "numbers")}");
}

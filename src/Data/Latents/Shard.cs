namespace VaePipeline.Data.Latents;

/// <summary>One of several parts of a file, of about the same size each.</summary>
/// <param name="Index">Which part, from 0.</param>
/// <param name="Count">How many parts there are, 1 or more.</param>
public readonly record struct Shard(int Index, int Count)
{
    /// <summary>The only part of one.</summary>
    public static Shard Whole => new(0, 1);

    /// <summary>Reads <c>I/N</c>, such as <c>3/8</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentException">The text is no such pair, or I is not 0 to N - 1.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] numbers = text.Split('/');
        if (numbers.Length != 2 || !TryParse(numbers[0], out int index) || !TryParse(numbers[1], out int count) || count < 1)
        {
            throw new ArgumentException($"the shard is \"{text}\"; expected I/N, as 0/8 for the first of eight. Count from 0.", nameof(text));
        }

        return index < count
            ? new Shard(index, count)
            : throw new ArgumentException(Invariant($"the shard is \"{text}\"; expected 0/{count} to {count - 1}/{count}. Count from 0."), nameof(text));
    }

    /// <summary>The part as <c>I/N</c>.</summary>
    /// <returns>The text that <see cref="Parse"/> reads.</returns>
    public override string ToString() => Invariant($"{Index}/{Count}");

    /// <summary>Where this part begins and ends among so many bytes or rows; the parts follow on one another.</summary>
    internal (long Begin, long End) Of(long total) => ((long)((Int128)total * Index / Count), (long)((Int128)total * (Index + 1) / Count));

    private static bool TryParse(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

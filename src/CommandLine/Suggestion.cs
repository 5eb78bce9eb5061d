namespace VaePipeline.CommandLine;

/// <summary>Guesses what a mistyped word was meant to be.</summary>
internal static class Suggestion
{
    /// <summary>The end of a sentence about a mistyped word: <c>; did you mean "generate"?</c>, or a full stop if no known word is near.</summary>
    public static string For(string word, IEnumerable<string> known) =>
        Nearest(word, known) is { } nearest ? $"; did you mean \"{nearest}\"?" : ".";

    /// <summary>The known word that the fewest edits lead to; null if even that takes more than a third of the letters.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? nearest = known.MinBy(candidate => Distance(word, candidate));
        if (nearest is not null && Distance(word, nearest) <= nearest.TrimStart('-').Length / 3)
        {
            return nearest;
        }

        // A word that begins as it should was cut off, whatever is missing.
        return known.FirstOrDefault(candidate => word.TrimStart('-').Length >= 3 && candidate.StartsWith(word, StringComparison.Ordinal));
    }

    /// <summary>Letters that have to be inserted, removed, replaced, or exchanged with their neighbour (optimal string alignment).</summary>
    internal static int Distance(string from, string to)
    {
        int[,] edits = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1,
                    edits[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[from.Length, to.Length];
    }
}

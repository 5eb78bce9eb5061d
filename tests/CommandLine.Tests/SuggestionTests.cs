namespace VaePipeline.CommandLine.Tests;

public sealed class SuggestionTests
{
    private static readonly string[] Known = ["train", "export", "generate", "grid", "--columns", "--on-error"];

    [Theory]
    [InlineData("generat", "generate")]
    [InlineData("genreate", "generate")] // two neighbours exchanged: one edit
    [InlineData("gird", "grid")]
    [InlineData("--colums", "--columns")]
    [InlineData("--colmun", "--columns")]
    [InlineData("gen", "generate")] // the beginning of it
    [InlineData("paint", null)]
    [InlineData("x", null)]
    [InlineData("gr", null)]
    [InlineData("", null)]
    public void Nearest_is_the_word_with_the_fewest_edits_or_none(string word, string? expected) =>
        Assert.Equal(expected, Suggestion.Nearest(word, Known));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    [InlineData("abcd", "acbd", 1)]
    public void Distance_counts_edits(string from, string to, int expected)
    {
        Assert.Equal(expected, Suggestion.Distance(from, to));
        Assert.Equal(expected, Suggestion.Distance(to, from));
    }
}

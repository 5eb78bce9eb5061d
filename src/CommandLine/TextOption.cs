namespace VaePipeline.CommandLine;

/// <summary>The texts that an option takes.</summary>
/// <param name="HelpName">What stands for them in help.</param>
/// <param name="Expected">What they are, for errors.</param>
/// <param name="Holds">Whether a text is one.</param>
/// <param name="Words">Those that are words of their own, for completion and suggestions.</param>
internal sealed record TextForm(string HelpName, string Expected, Func<string, bool> Holds, params IReadOnlyList<string> Words)
{
    /// <summary>One of some words.</summary>
    public static TextForm OneOf(params IReadOnlyList<string> words) => new(string.Join('|', words), string.Join(" or ", words), words.Contains, words);
}

/// <summary>An option that takes a text of a certain form, with errors that say which; null if it is not given.</summary>
internal sealed class TextOption : Option<string?>
{
    /// <param name="name">With its dashes.</param>
    /// <param name="form">What it takes.</param>
    /// <param name="description">Its help, with the default.</param>
    /// <param name="aliases">Short names.</param>
    public TextOption(string name, TextForm form, string description, params string[] aliases)
        : base(name, aliases)
    {
        HelpName = form.HelpName;
        Description = description;
        CompletionSources.Add([.. form.Words]);
        Validators.Add(result =>
        {
            string text = result.Tokens[0].Value;
            if (!form.Holds(text))
            {
                result.AddError($"{name} is \"{text}\"; expected {form.Expected}{Suggestion.For(text, form.Words)}");
            }
        });
    }
}

using System.CommandLine.Parsing;
using System.Numerics;
using System.Text.Json;

namespace VaePipeline.CommandLine;

/// <summary>
/// Options of a command that set the properties of a record. Each stands here once, with its name, range, default and
/// help: the command line, the check of a record and errors about a JSON file all come from it.
/// </summary>
/// <typeparam name="TOptions">The record; a new one has the defaults.</typeparam>
internal sealed class OptionTable<TOptions>(params IReadOnlyList<OptionEntry<TOptions>> entries)
{
    public IReadOnlyList<OptionEntry<TOptions>> Entries => entries;

    /// <summary>Makes a command take the options.</summary>
    public void AddTo(Command command)
    {
        foreach (OptionEntry<TOptions> entry in entries)
        {
            command.Options.Add(entry.CreateOption());
        }
    }

    /// <summary>Sets what the command line gives, and leaves the rest.</summary>
    public TOptions Apply(ParseResult parsed, TOptions options)
    {
        foreach (OptionEntry<TOptions> entry in entries)
        {
            if (parsed.GetResult(entry.Name) is OptionResult { Implicit: false } result)
            {
                options = entry.Set(options, result);
            }
        }

        return options;
    }

    /// <summary>What is out of range, a sentence for each option.</summary>
    /// <param name="options">The record.</param>
    /// <param name="nameOf">How a sentence names an option; null for its name on the command line.</param>
    public IEnumerable<string> Faults(TOptions options, Func<OptionEntry<TOptions>, string>? nameOf = null) =>
        from entry in entries
        let fault = entry.FaultOf(options)
        where fault is not null
        select $"{nameOf?.Invoke(entry) ?? entry.Name} is {fault}.";
}

/// <summary>One option of an <see cref="OptionTable{TOptions}"/>.</summary>
/// <param name="name">With its dashes.</param>
/// <param name="jsonName">In JSON files; null for the name in camel case.</param>
internal abstract class OptionEntry<TOptions>(string name, string? jsonName)
{
    public string Name => name;

    public string JsonName => jsonName ?? JsonNamingPolicy.CamelCase.ConvertName(string.Concat(name.Split('-').Select(part => part.Length > 0 ? char.ToUpperInvariant(part[0]) + part[1..] : "")));

    /// <summary>The option for a command line; a new one for each command.</summary>
    public abstract Option CreateOption();

    /// <summary>Sets what was given.</summary>
    public abstract TOptions Set(TOptions options, OptionResult result);

    /// <summary>Null, or what was found and what is expected, as <c>0; expected a whole number, 1 to 100</c>.</summary>
    public abstract string? FaultOf(TOptions options);

    /// <summary>The same option where its record is a part of another one.</summary>
    public OptionEntry<TWhole> Within<TWhole>(Func<TWhole, TOptions> get, Func<TWhole, TOptions, TWhole> set) => new Part<TWhole>(this, get, set);

    private sealed class Part<TWhole>(OptionEntry<TOptions> inner, Func<TWhole, TOptions> get, Func<TWhole, TOptions, TWhole> set)
        : OptionEntry<TWhole>(inner.Name, inner.JsonName)
    {
        public override Option CreateOption() => inner.CreateOption();

        public override TWhole Set(TWhole options, OptionResult result) => set(options, inner.Set(get(options), result));

        public override string? FaultOf(TWhole options) => inner.FaultOf(get(options));
    }
}

/// <summary>A number within a range.</summary>
/// <param name="name">With its dashes.</param>
/// <param name="range">What it takes.</param>
/// <param name="help">What it does.</param>
/// <param name="get">The property; null if it is not given.</param>
/// <param name="set">The record with another value.</param>
/// <param name="shownDefault">The default in words; null for that of a new record.</param>
/// <param name="jsonName">In JSON files; null for the name in camel case.</param>
internal sealed class NumberEntry<TOptions, T>(
    string name, NumberRange<T> range, string help, Func<TOptions, T?> get, Func<TOptions, T, TOptions> set, string? shownDefault = null, string? jsonName = null)
    : OptionEntry<TOptions>(name, jsonName)
    where TOptions : new()
    where T : struct, INumber<T>, IMinMaxValue<T>
{
    public override Option CreateOption() => new NumberOption<T>(Name, range, $"{help} [default: {shownDefault ?? Text(get(new TOptions()))}]");

    public override TOptions Set(TOptions options, OptionResult result) => set(options, result.GetValueOrDefault<T?>() ?? default);

    public override string? FaultOf(TOptions options) => get(options) is { } value && !range.Contains(value) ? $"{Text(value)}; expected {range}" : null;

    private static string Text(T? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "none";
}

/// <summary>A text of a certain form, or one of some words.</summary>
/// <param name="name">With its dashes.</param>
/// <param name="form">What it takes.</param>
/// <param name="help">What it does.</param>
/// <param name="get">The property; null if it is not given.</param>
/// <param name="set">The record with another value.</param>
/// <param name="shownDefault">The default in words; null for that of a new record.</param>
/// <param name="jsonName">In JSON files; null for the name in camel case.</param>
internal sealed class TextEntry<TOptions>(
    string name, TextForm form, string help, Func<TOptions, string?> get, Func<TOptions, string, TOptions> set, string? shownDefault = null, string? jsonName = null)
    : OptionEntry<TOptions>(name, jsonName)
    where TOptions : new()
{
    public override Option CreateOption() => new TextOption(Name, form, $"{help} [default: {shownDefault ?? get(new TOptions())}]");

    public override TOptions Set(TOptions options, OptionResult result) => set(options, result.GetValueOrDefault<string>() ?? "");

    public override string? FaultOf(TOptions options) => get(options) is { } value && !form.Holds(value) ? $"\"{value}\"; expected {form.Expected}" : null;
}

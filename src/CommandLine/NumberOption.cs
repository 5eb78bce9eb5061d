using System.Numerics;

namespace VaePipeline.CommandLine;

/// <summary>An option that takes a number within a range, with errors that name both; null if it is not given.</summary>
internal sealed class NumberOption<T> : Option<T?>
    where T : struct, INumber<T>, IMinMaxValue<T>
{
    /// <param name="name">With its dashes.</param>
    /// <param name="range">What it takes.</param>
    /// <param name="description">Its help, with the default.</param>
    /// <param name="aliases">Short names.</param>
    public NumberOption(string name, NumberRange<T> range, string description, params string[] aliases)
        : base(name, aliases)
    {
        bool isReal = typeof(T) == typeof(double);
        HelpName = isReal ? "X" : "N";
        Description = description;
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (T.TryParse(text, isReal ? NumberStyles.Float : NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T number) && range.Contains(number))
            {
                return number;
            }

            result.AddError($"{name} is \"{text}\"; expected {range}.");
            return null;
        };
    }
}

using System.CommandLine;
using VaePipeline.Data.Images;

namespace VaePipeline.Cli.Commands;

/// <summary>Options that several commands have, made alike.</summary>
internal static class CommonOptions
{
    public static Option<string?> Model(string half = "decoder") => new("--model", "-m")
    {
        HelpName = $"FOLDER|{half}.onnx",
        Description = $"Model folder or lone {half} file. By default the model that comes with the repository, models/mnist-2d.",
    };

    public static Option<string?> PixelRange() => Choice("--pixel-range", ["1", "255"], "What white is in CSV and NPY files. By default seen from the values");

    /// <summary>What <see cref="PixelRange"/> was given; null where it was not.</summary>
    public static PixelRange? RangeOf(string? text) => text switch
    {
        null => null,
        "1" => Data.Images.PixelRange.Unit,
        _ => Data.Images.PixelRange.Byte,
    };

    public static Option<bool> Force() => new("--force", "-f") { Description = "Replace output that is there already." };

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "No progress and no summary; errors are still told." };

    public static Option<bool> Json() => new("--json") { Description = "Report as JSON: progress on stderr, a line a second; the result on stdout." };

    /// <summary>An option that takes one of some words.</summary>
    public static Option<string?> Choice(string name, IReadOnlyList<string> words, string description)
    {
        Option<string?> option = new(name) { HelpName = string.Join('|', words), Description = description + "." };
        option.Validators.Add(result =>
        {
            string text = result.Tokens[0].Value;
            if (!words.Contains(text))
            {
                result.AddError($"{name} is \"{text}\"; expected {string.Join(", ", words)}.");
            }
        });
        return option;
    }

    /// <summary>An option that takes a whole number within a range, with errors that name it.</summary>
    public static Option<int?> Number(string name, int smallest, int largest, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= smallest && number <= largest)
            {
                return number;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is \"{text}\"; expected a whole number, {smallest} to {largest}."));
            return null;
        },
    };

    /// <summary>An option that takes a number within a range, with errors that name it.</summary>
    public static Option<double?> Real(string name, double smallest, double largest, string description) => new(name)
    {
        HelpName = "X",
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= smallest && number <= largest)
            {
                return number;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is \"{text}\"; expected a number, {smallest} to {largest}."));
            return null;
        },
    };
}

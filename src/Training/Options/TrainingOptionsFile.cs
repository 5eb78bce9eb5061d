using System.Text.Json;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Training.Options;

/// <summary>
/// Training options as a JSON file: an object with the names of <see cref="TrainingOptions"/> in camel case, in any
/// order; what is left out takes its default. Each run writes the file that repeats it.
/// </summary>
internal static class TrainingOptionsFile
{
    /// <summary>Its name in the folder of a run.</summary>
    public const string Name = "options.json";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a file. Whether its values go together is not yet <see cref="TrainingOptions.Validated"/>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="BadInputException">It is no JSON object, or some of its names, types or values are not those of options: all are named.</exception>
    public static TrainingOptions Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: the file does not exist; expected a JSON file of training options. Check --config.", path);
        }

        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>Writes all options, defaults included.</summary>
    /// <exception cref="UnwritableOutputException">The file cannot be written.</exception>
    public static void Write(string path, TrainingOptions options) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, options, TrainingOptionsJson.Default.TrainingOptions));

    /// <summary>Reads the text of a file.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="source">Where it is from, for errors.</param>
    /// <inheritdoc cref="Read" path="/exception"/>
    internal static TrainingOptions Parse(string text, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw BadInputException.In(source, $"it holds {Describe(root)}", "a JSON object of training options", "Take an options.json of a run as a pattern.");
            }

            Require(source, root.EnumerateObject().Select(FaultOf).OfType<string>());
            var options = TrainingOptionsJson.FromElement(root);
            Require(source, TrainingOptionTable.Options.Faults(options, entry => $"\"{entry.JsonName}\""));
            return options;
        }
        catch (JsonException exception)
        {
            throw BadInputException.AtLine(source, (exception.LineNumber ?? 0) + 1, "it is not JSON", "a JSON object of training options", "Mend the file.", exception);
        }
    }

    private static void Require(string source, IEnumerable<string> faults)
    {
        string all = string.Join(" ", faults);
        if (all.Length > 0)
        {
            throw new BadInputException($"{source}: {all} Run \"vae train --help\" for usage.");
        }
    }

    private static string? FaultOf(JsonProperty given)
    {
        var known = TrainingOptionsJson.Default.TrainingOptions.Properties;
        var property = known.FirstOrDefault(candidate => candidate.Name == given.Name);
        if (property is null)
        {
            return $"\"{given.Name}\" is no option; expected some of {string.Join(", ", known.Select(candidate => candidate.Name))}.";
        }

        try
        {
            given.Value.Deserialize(TrainingOptionsJson.Default.Options.GetTypeInfo(property.PropertyType));
            return null;
        }
        catch (JsonException)
        {
            return $"\"{given.Name}\" is {given.Value.GetRawText()}; expected {Describe(property.PropertyType)}.";
        }
    }

    private static string Describe(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? string.Join(" or ", Enum.GetNames(type).Select(name => $"\"{JsonNamingPolicy.CamelCase.ConvertName(name)}\""))
            : type == typeof(string) ? "a string"
            : type == typeof(double) ? "a number"
            : "a whole number";
    }

    private static string Describe(JsonElement element) => element.ValueKind == JsonValueKind.Array ? "an array" : element.GetRawText();
}

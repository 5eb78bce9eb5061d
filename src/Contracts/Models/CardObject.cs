using System.Text.Json;

namespace VaePipeline.Contracts.Models;

/// <summary>
/// An object of a model card, whose fields are asked for one by one; one that is missing or of another kind is refused by its
/// name. Fields that nobody asks for are ignored: a later version's.
/// </summary>
/// <param name="element">The object.</param>
/// <param name="prefix">What stands before the names of its fields in errors.</param>
/// <param name="path">The file, for errors.</param>
internal readonly struct CardObject(JsonElement element, string prefix, string path)
{
    /// <summary>What to do about a card that is not what it must be.</summary>
    public const string Again = "Take the file as it was written, or export the model again.";

    public bool Has(string name) => element.TryGetProperty(name, out _);

    public string Text(string name) => Field(name, "a text", value => value.ValueKind == JsonValueKind.String).GetString()!; // Not null: a text.

    public int Integer(string name, string expected = "a whole number") => Field(name, expected, value => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _)).GetInt32();

    public long LongInteger(string name) => Field(name, "a whole number", value => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _)).GetInt64();

    public double Number(string name) => Field(name, "a number", value => value.ValueKind == JsonValueKind.Number).GetDouble();

    public JsonElement Element(string name) => Field(name, "an object", value => value.ValueKind == JsonValueKind.Object);

    public CardObject Object(string name) => new(Element(name), $"{prefix}{name}.", path);

    public Dictionary<string, double> Numbers(string name) =>
        Entries(name, "an object of numbers", JsonValueKind.Number).ToDictionary(entry => entry.Name, entry => entry.Value.GetDouble());

    public Dictionary<string, string> Texts(string name) =>
        Entries(name, "an object of texts", JsonValueKind.String).ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!); // Not null: a text.

    public static string KindName(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private JsonElement.ObjectEnumerator Entries(string name, string expected, JsonValueKind kind) =>
        Field(name, expected, value => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(entry => entry.Value.ValueKind == kind)).EnumerateObject();

    private JsonElement Field(string name, string expected, Func<JsonElement, bool> isOfKind)
    {
        if (!element.TryGetProperty(name, out JsonElement value))
        {
            throw BadInputException.In(path, $"\"{prefix}{name}\" is missing", expected, Again);
        }

        return isOfKind(value) ? value : throw BadInputException.In(path, $"\"{prefix}{name}\" is {Shown(value)}", expected, Again);
    }

    private static string Shown(JsonElement value)
    {
        string text = value.GetRawText();
        return value.ValueKind is JsonValueKind.Object or JsonValueKind.Array || text.Length > 60 ? KindName(value.ValueKind) : text;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using VaePipeline.Contracts.Errors;

namespace VaePipeline.Contracts.Models;

/// <summary>Reads a <see cref="ModelCard"/>, naming each field that is missing or of the wrong kind.</summary>
internal static class ModelCardReader
{
    private const string Again = "Take the file as it was written, or export the model again.";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static ModelCard Read(ReadOnlyMemory<byte> utf8Json, string path)
    {
        ReadOnlyMemory<byte> json = utf8Json.Span.StartsWith("\uFEFF"u8) ? utf8Json[3..] : utf8Json;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Strict);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw BadInputException.In(path, $"holds {KindName(root.ValueKind)}", "an object", Again);
            }

            CheckVersion(root, path);
            CheckFields(root, ModelCardJson.Default.ModelCard, "", path);
            // Not null: CheckFields refused null for every field, and the root is an object.
            ModelCard card = root.Deserialize(ModelCardJson.Default.ModelCard)!;
            CheckValues(card, path);
            return card;
        }
        catch (InvalidOperationException exception)
        {
            // A text whose bytes are not UTF-8, or with half of a surrogate pair.
            throw BadInputException.In(path, "a text is not Unicode", "a model card", Again, exception);
        }
        catch (JsonException exception)
        {
            long line = (exception.LineNumber ?? 0) + 1;
            throw BadInputException.AtLine(path, line, $"not the JSON of a model card ({exception.Message.TrimEnd('.')})", "a model card", Again, exception);
        }
    }

    private static void CheckVersion(JsonElement root, string path)
    {
        // Before anything else: a newer format may have other fields.
        if (!root.TryGetProperty("formatVersion", out JsonElement version) || !IsOfKind(version, typeof(int)) || version.GetInt32() < 1)
        {
            string found = version.ValueKind == JsonValueKind.Undefined ? "\"formatVersion\" is missing" : $"\"formatVersion\" is {Shown(version)}";
            throw BadInputException.In(path, found, "1", Again);
        }

        int number = version.GetInt32();
        if (number > ModelCard.CurrentFormatVersion)
        {
            throw BadInputException.In(
                path,
                string.Create(CultureInfo.InvariantCulture, $"\"formatVersion\" is {number}"),
                string.Create(CultureInfo.InvariantCulture, $"{ModelCard.CurrentFormatVersion} or less"),
                "Update VaePipeline, or export the model again with this version.");
        }
    }

    /// <summary>Checks that every field is there with the right kind of value. Fields that this version does not know are ignored.</summary>
    private static void CheckFields(JsonElement element, JsonTypeInfo type, string prefix, string path)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.Get is null)
            {
                continue; // [JsonIgnore]
            }

            string name = prefix + property.Name;
            if (!element.TryGetProperty(property.Name, out JsonElement value))
            {
                if (property.IsGetNullable)
                {
                    continue; // It may be left out.
                }

                throw BadInputException.In(path, $"\"{name}\" is missing", Expected(property.PropertyType), Again);
            }

            if (!IsOfKind(value, property.PropertyType))
            {
                throw BadInputException.In(path, $"\"{name}\" is {Shown(value)}", Expected(property.PropertyType), Again);
            }

            if (IsRecord(property.PropertyType))
            {
                CheckFields(value, type.Options.GetTypeInfo(property.PropertyType), name + ".", path);
            }
        }
    }

    private static bool IsOfKind(JsonElement value, Type type)
    {
        if (type == typeof(string))
        {
            return value.ValueKind == JsonValueKind.String;
        }

        if (type == typeof(int))
        {
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _);
        }

        if (type == typeof(long))
        {
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _);
        }

        if (type == typeof(double))
        {
            return value.ValueKind == JsonValueKind.Number;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        return type == typeof(ImmutableSortedDictionary<string, double>)
            ? value.EnumerateObject().All(entry => entry.Value.ValueKind == JsonValueKind.Number)
            : type != typeof(ImmutableSortedDictionary<string, string>)
                || value.EnumerateObject().All(entry => entry.Value.ValueKind == JsonValueKind.String);
    }

    private static bool IsRecord(Type type) => type.Namespace == typeof(ModelCard).Namespace;

    private static string Expected(Type type)
    {
        if (type == typeof(string))
        {
            return "a text";
        }

        if (type == typeof(int) || type == typeof(long))
        {
            return "a whole number";
        }

        return type == typeof(double) ? "a number"
            : type == typeof(ImmutableSortedDictionary<string, double>) ? "an object of numbers"
            : type == typeof(ImmutableSortedDictionary<string, string>) ? "an object of texts"
            : "an object";
    }

    private static void CheckValues(ModelCard card, string path)
    {
        card.Facts.Check(path, "");
        CheckName(card.Tensors.Image, "image", TensorNames.Image, path);
        CheckName(card.Tensors.Latent, "latent", TensorNames.Latent, path);
        CheckName(card.Tensors.Mean, "mean", TensorNames.Mean, path);
        CheckName(card.Tensors.LogVariance, "logVariance", TensorNames.LogVariance, path);
        CheckFile(card.Encoder, "encoder", path);
        CheckFile(card.Decoder, "decoder", path);
        CheckFile(card.Weights, "weights", path);
        CheckHash(card.DataSet.Sha256, "dataSet", path);
    }

    private static void CheckName(string name, string field, string expected, string path)
    {
        if (name != expected)
        {
            throw BadInputException.In(path, $"\"tensors\" has \"{field}\" named \"{name}\"", $"\"{expected}\"", Again);
        }
    }

    private static void CheckFile(FileEntry file, string field, string path)
    {
        // A card must not reach outside its folder.
        if (file.Name is "" or "." or ".." || file.Name.IndexOfAny(['/', '\\', '\0']) >= 0)
        {
            throw BadInputException.In(path, $"\"{field}.name\" is \"{file.Name}\"", "a file name without a folder", Again);
        }

        CheckHash(file.Sha256, field, path);
    }

    private static void CheckHash(string hash, string field, string path)
    {
        if (hash.Length != 64 || hash.Any(digit => !char.IsAsciiHexDigitLower(digit)))
        {
            throw BadInputException.In(path, $"\"{field}.sha256\" is \"{hash}\"", "64 lower-case hexadecimal digits", Again);
        }
    }

    private static string Shown(JsonElement value)
    {
        string text = value.GetRawText();
        return value.ValueKind is JsonValueKind.Object or JsonValueKind.Array || text.Length > 60 ? KindName(value.ValueKind) : text;
    }

    private static string KindName(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}

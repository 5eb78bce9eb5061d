using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using VaePipeline.Contracts.Models;

namespace VaePipeline.Contracts.Tests.Models;

public sealed class ModelCardTests : IDisposable
{
    private const string Again = "Take the file as it was written, or export the model again.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_is_that_of_the_snapshot()
    {
        string expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Models", "model.json"));

        Assert.Equal(expected, Cards.Put(_folder).ToJson());
    }

    [Fact]
    public void Parse_gives_the_same_card_with_and_without_a_byte_order_mark()
    {
        string json = Cards.Put(_folder).ToJson();

        Assert.Equal(json, Parse(json).ToJson());
        Assert.Equal(json, Parse("\uFEFF" + json).ToJson());
    }

    [Fact]
    public void Parse_ignores_fields_that_it_does_not_know()
    {
        JsonObject json = Json();
        json["later"] = 1;

        Assert.Equal(Json().ToJsonString(), JsonNode.Parse(Parse(json.ToJsonString()).ToJson())?.ToJsonString());
    }

    [Fact]
    public void Parse_gives_a_quantized_card_back()
    {
        ModelCard card = Cards.Put(_folder) with { Quantization = new QuantizationEntry { MeanError = 0.63, Within16 = 0.9999, Images = 2000 } };

        Assert.Equal(card.Quantization, Parse(card.ToJson()).Quantization);
        Assert.Null(Parse(Cards.Put(_folder).ToJson()).Quantization);
    }

    [Theory]
    [InlineData("formatVersion", "2", "\"formatVersion\" is 2; expected 1 or less. Update VaePipeline, or export the model again with this version.")]
    [InlineData("formatVersion", "0", "\"formatVersion\" is 0; expected 1. " + Again)]
    [InlineData("formatVersion", "\"1\"", "\"formatVersion\" is \"1\"; expected 1. " + Again)]
    [InlineData("formatVersion", null, "\"formatVersion\" is missing; expected 1. " + Again)]
    [InlineData("facts", null, "\"facts\" is missing; expected an object. " + Again)]
    [InlineData("facts", "[]", "\"facts\" is an array; expected an object. " + Again)]
    [InlineData("facts.latentSize", null, "\"facts.latentSize\" is missing; expected a whole number. " + Again)]
    [InlineData("facts.latentSize", "\"2\"", "\"facts.latentSize\" is \"2\"; expected a whole number. " + Again)]
    [InlineData("facts.latentSize", "2.5", "\"facts.latentSize\" is 2.5; expected a whole number. " + Again)]
    [InlineData("facts.latentSize", "0", "\"latentSize\" is \"0\"; expected 1 to 4096. Export the model again.")]
    [InlineData("facts.image.height", "20000", "\"imageShape\" is \"1x20000x28\"; expected 1 to 4 channels and sides of 1 to 16384 pixels. Export the model again.")]
    [InlineData("facts.modelName", "null", "\"facts.modelName\" is null; expected a text. " + Again)]
    [InlineData("encoder.name", "\"/etc/passwd\"", "\"encoder.name\" is \"/etc/passwd\"; expected a file name without a folder. " + Again)]
    [InlineData("decoder.name", "\"..\"", "\"decoder.name\" is \"..\"; expected a file name without a folder. " + Again)]
    [InlineData("weights.sha256", "\"ABC\"", "\"weights.sha256\" is \"ABC\"; expected 64 lower-case hexadecimal digits. " + Again)]
    [InlineData("dataSet.licence", null, "\"dataSet.licence\" is missing; expected a text. " + Again)]
    [InlineData("training.seed", "true", "\"training.seed\" is true; expected a whole number. " + Again)]
    [InlineData("training.options", "3", "\"training.options\" is 3; expected an object. " + Again)]
    [InlineData("metrics.values", "{\"a\":\"b\"}", "\"metrics.values\" is an object; expected an object of numbers. " + Again)]
    [InlineData("versions", "{\"a\":1}", "\"versions\" is an object; expected an object of texts. " + Again)]
    [InlineData("quantization", "null", "\"quantization\" is null; expected an object. " + Again)]
    [InlineData("quantization", "{\"meanError\":1,\"images\":2}", "\"quantization.within16\" is missing; expected a number. " + Again)]
    [InlineData("quantization", "{\"meanError\":\"1\",\"within16\":1,\"images\":2}", "\"quantization.meanError\" is \"1\"; expected a number. " + Again)]
    [InlineData("tensors.latent", "\"z\"", "\"tensors\" has \"latent\" named \"z\"; expected \"latent\". " + Again)]
    public void Parse_names_a_field_that_is_missing_or_wrong(string field, string? value, string message)
    {
        JsonObject json = Json();
        string[] names = field.Split('.');
        JsonObject parent = names[..^1].Aggregate(json, (node, name) => Assert.IsType<JsonObject>(node[name]));
        parent.Remove(names[^1]);
        if (value is not null)
        {
            parent[names[^1]] = JsonNode.Parse(value);
        }

        Assert.Equal("model.json: " + message, Damage.MessageOf(() => Parse(json.ToJsonString())));
    }

    [Fact]
    public void Parse_names_each_field_of_the_card_when_it_is_missing()
    {
        int fields = 0;
        Remove(Json(), "");

        // 11 at the top, 5 + 3 of facts, 4 tensors, 2 for each of 3 files, 3 of the data set, 4 of training, 4 of metrics.
        Assert.Equal(11 + 5 + 3 + 4 + 6 + 3 + 4 + 4, fields);

        void Remove(JsonObject node, string prefix)
        {
            foreach ((string name, JsonNode? value) in node.ToList())
            {
                node.Remove(name);
                Assert.StartsWith($"model.json: \"{prefix}{name}\" is missing;", Damage.MessageOf(() => Parse(node.Root.ToJsonString())), StringComparison.Ordinal);
                node[name] = value;
                fields++;
                if (value is JsonObject inner && name is not ("options" or "values" or "versions"))
                {
                    Remove(inner, $"{prefix}{name}.");
                }
            }
        }
    }

    [Fact]
    public void Parse_refuses_what_is_no_card()
    {
        Assert.Equal($"model.json: holds an array; expected an object. {Again}", Damage.MessageOf(() => Parse("[]")));
        Assert.StartsWith("model.json:2: not the JSON of a model card (", Damage.MessageOf(() => Parse("{\n\"a\" 1}")), StringComparison.Ordinal);
        Assert.Equal($"model.json: a text is not Unicode; expected a model card. {Again}", Damage.MessageOf(() => Parse("{\"formatVersion\":1,\"\\ud800\":1}")));
        Assert.StartsWith("model.json:1: not the JSON of a model card (", Damage.MessageOf(() => Parse("")), StringComparison.Ordinal);
        Assert.StartsWith("model.json:1: not the JSON of a model card (", Damage.MessageOf(() => Parse("{\"a\":1,\"a\":2}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_refused_and_flipped_bits_give_a_card_or_an_error()
    {
        byte[] json = Encoding.UTF8.GetBytes(Cards.Put(_folder).ToJson());

        // Without the line feed at its end a card is whole.
        Damage.RefusesEveryTruncation(json[..^1], bytes => ModelCard.Parse(bytes, "model.json"));
        int refused = Damage.SurvivesFlippedBits(json, bytes => ModelCard.Parse(bytes, "model.json"), step: 7);

        Assert.InRange(refused, json.Length / 7, 8 * json.Length / 7);
    }

    [Fact]
    public void Every_record_of_the_card_is_immutable()
    {
        IEnumerable<PropertyInfo> settable = typeof(ModelCard).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(ModelCard).Namespace && type.IsPublic && type.IsClass)
            .SelectMany(type => type.GetProperties())
            .Where(property => property.SetMethod is { } setter
                && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)));

        Assert.Empty(settable);
    }

    private static ModelCard Parse(string json) => ModelCard.Parse(Encoding.UTF8.GetBytes(json), "model.json");

    private JsonObject Json() => Assert.IsType<JsonObject>(JsonNode.Parse(Cards.Put(_folder).ToJson()));
}

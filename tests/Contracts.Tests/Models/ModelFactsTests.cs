using VaePipeline.Contracts.Models;

namespace VaePipeline.Contracts.Tests.Models;

public sealed class ModelFactsTests
{
    private static readonly ModelFacts Facts = new() { ModelName = "mnist-2d", LatentSize = 2, Image = new ImageShape(1, 28, 28) };

    [Fact]
    public void Metadata_has_fixed_keys_in_a_fixed_order_and_is_read_again()
    {
        IReadOnlyList<KeyValuePair<string, string>> metadata = Facts.ToMetadata();

        Assert.Equal(
            ["modelName=mnist-2d", "latentSize=2", "imageShape=1x28x28", "valueRange=0..1", "elementType=float32"],
            metadata.Select(entry => $"{entry.Key}={entry.Value}"));
        Assert.Equal(Facts, ModelFacts.FromMetadata(new Dictionary<string, string>(metadata), "d.onnx"));
    }

    [Fact]
    public void Bytes_are_read_again()
    {
        ModelFacts facts = Facts.WithElementType("uint8");

        Assert.Equal(("uint8", "0..255"), (facts.ElementType, facts.ValueRange));
        Assert.Equal(Facts, facts.WithElementType("float32"));
        Assert.Equal(facts, ModelFacts.FromMetadata(new Dictionary<string, string>(facts.ToMetadata()), "d.onnx"));
    }

    [Theory]
    [InlineData("modelName")]
    [InlineData("latentSize")]
    [InlineData("imageShape")]
    [InlineData("valueRange")]
    [InlineData("elementType")]
    public void A_missing_entry_is_named(string key)
    {
        Dictionary<string, string> metadata = new(Facts.ToMetadata());
        metadata.Remove(key);

        Assert.Equal(
            $"d.onnx: metadata entry \"{key}\" is missing; expected a model exported by VaePipeline. Export the model again.",
            Damage.MessageOf(() => ModelFacts.FromMetadata(metadata, "d.onnx")));
    }

    [Theory]
    [InlineData("modelName", "", "a name without slashes")]
    [InlineData("modelName", "a/b", "a name without slashes")]
    [InlineData("latentSize", "two", "a whole number")]
    [InlineData("latentSize", "-2", "a whole number")]
    [InlineData("latentSize", "0", "1 to 4096")]
    [InlineData("latentSize", "4097", "1 to 4096")]
    [InlineData("imageShape", "28x28", "channels, height and width such as \"1x28x28\"")]
    [InlineData("valueRange", "0..255", "\"0..1\" for float32 images")]
    [InlineData("elementType", "float64", "\"float32\" or \"uint8\"")]
    public void A_wrong_entry_is_named_with_its_value(string key, string value, string expected)
    {
        Dictionary<string, string> metadata = new(Facts.ToMetadata()) { [key] = value };

        Assert.Equal(
            $"d.onnx: metadata entry \"{key}\" is \"{value}\"; expected {expected}. Export the model again.",
            Damage.MessageOf(() => ModelFacts.FromMetadata(metadata, "d.onnx")));
    }
}

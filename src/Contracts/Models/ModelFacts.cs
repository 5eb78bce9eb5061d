namespace VaePipeline.Contracts.Models;

/// <summary>
/// What a lone graph must say about itself so that it can be used without its model folder. These facts stand in the
/// model card and in the <c>metadata_props</c> of both ONNX files.
/// </summary>
public sealed record ModelFacts
{
    /// <summary>The largest latent size that a model may have.</summary>
    public const int MaximumLatentSize = 4096;

    /// <summary><see cref="ElementType"/> of images in [0, 1].</summary>
    public const string ElementTypeFloat32 = "float32";

    /// <summary><see cref="ElementType"/> of images in 0..255.</summary>
    public const string ElementTypeUInt8 = "uint8";

    /// <summary>Name of the model, such as <c>mnist-2d</c>; never a path.</summary>
    public required string ModelName { get; init; }

    /// <summary>L, 1 to <see cref="MaximumLatentSize"/>.</summary>
    public required int LatentSize { get; init; }

    /// <summary>Shape of one image, [C, H, W].</summary>
    public required ImageShape Image { get; init; }

    /// <summary>Range of pixel values: <c>0..1</c> for float32, <c>0..255</c> for uint8.</summary>
    public string ValueRange { get; init; } = UnitRange;

    /// <summary>
    /// Element type of the tensor <c>image</c>: <see cref="ElementTypeFloat32"/> or <see cref="ElementTypeUInt8"/>. A card
    /// tells the decoder's; an encoder's is always float32.
    /// </summary>
    public string ElementType { get; init; } = ElementTypeFloat32;

    /// <summary>These facts with another element type and its range.</summary>
    /// <param name="elementType">See <see cref="ElementType"/>.</param>
    /// <returns>The facts; none of them is checked.</returns>
    public ModelFacts WithElementType(string elementType) => this with { ElementType = elementType, ValueRange = RangeOf(elementType) };

    /// <summary>The facts as the entries that go into <c>metadata_props</c>, in a fixed order.</summary>
    /// <returns>The keys <c>modelName</c>, <c>latentSize</c>, <c>imageShape</c>, <c>valueRange</c>, <c>elementType</c> with their values.</returns>
    public IReadOnlyList<KeyValuePair<string, string>> ToMetadata() =>
    [
        new("modelName", ModelName),
        new("latentSize", LatentSize.ToString(CultureInfo.InvariantCulture)),
        new("imageShape", Image.ToString()),
        new("valueRange", ValueRange),
        new("elementType", ElementType),
    ];

    /// <summary>Reads what <see cref="ToMetadata"/> gave.</summary>
    /// <param name="metadata">Entries of <c>metadata_props</c>; others than the facts are ignored.</param>
    /// <param name="path">The file that the entries come from, for errors.</param>
    /// <returns>The facts, all within range.</returns>
    /// <exception cref="BadInputException">An entry is missing or out of range; the message names it.</exception>
    public static ModelFacts FromMetadata(IReadOnlyDictionary<string, string> metadata, string path)
    {
        ArgumentNullException.ThrowIfNull(metadata);

        string latentSize = Required("latentSize");
        if (!int.TryParse(latentSize, NumberStyles.None, CultureInfo.InvariantCulture, out int size))
        {
            throw Wrong("latentSize", latentSize, "a whole number");
        }

        string imageShape = Required("imageShape");
        if (!ImageShape.TryParse(imageShape, out ImageShape? image))
        {
            throw Wrong("imageShape", imageShape, "channels, height and width such as \"1x28x28\"");
        }

        ModelFacts facts = new()
        {
            ModelName = Required("modelName"),
            LatentSize = size,
            Image = image,
            ValueRange = Required("valueRange"),
            ElementType = Required("elementType"),
        };
        facts.Check(path, "metadata entry ");
        return facts;

        string Required(string key) => metadata.TryGetValue(key, out string? value)
            ? value
            : throw BadInputException.In(path, $"metadata entry \"{key}\" is missing", "a model exported by VaePipeline", "Export the model again.");

        BadInputException Wrong(string key, string value, string expected)
            => BadInputException.In(path, $"metadata entry \"{key}\" is \"{value}\"", expected, "Export the model again.");
    }

    private const string UnitRange = "0..1";

    private static string RangeOf(string elementType) => elementType == ElementTypeUInt8 ? "0..255" : UnitRange;

    /// <summary>Throws <see cref="BadInputException"/> where a fact is out of range.</summary>
    internal void Check(string path, string kind)
    {
        Require(!string.IsNullOrWhiteSpace(ModelName) && ModelName.IndexOfAny(['/', '\\']) < 0, "modelName", ModelName, "a name without slashes");
        Require(LatentSize is >= 1 and <= MaximumLatentSize, "latentSize", LatentSize.ToString(CultureInfo.InvariantCulture), "1 to 4096");
        Require(Image.IsInRange, "imageShape", Image.ToString(), ImageShape.Range);
        Require(ElementType is ElementTypeFloat32 or ElementTypeUInt8, "elementType", ElementType, "\"float32\" or \"uint8\"");
        string range = RangeOf(ElementType);
        Require(ValueRange == range, "valueRange", ValueRange, $"\"{range}\" for {ElementType} images");

        void Require(bool holds, string key, string value, string expected)
        {
            if (!holds)
            {
                throw BadInputException.In(path, $"{kind}\"{key}\" is \"{value}\"", expected, "Export the model again.");
            }
        }
    }
}

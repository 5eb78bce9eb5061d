using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaePipeline.Contracts.Models;

/// <summary>The card of a model folder, <c>model.json</c>. Immutable; the same card gives the same bytes.</summary>
public sealed record ModelCard
{
    /// <summary>The format version that this build writes, and the newest that it reads.</summary>
    public const int CurrentFormatVersion = 1;

    // Leaves quotes, signs and letters of other scripts as they are: a card is a file, never a part of a web page.
    private static readonly ModelCardJson Readable =
        new(new JsonSerializerOptions(ModelCardJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Version of the card's format; a newer one than <see cref="CurrentFormatVersion"/> is refused.</summary>
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>Name, latent size, image shape, value range and element type: what the ONNX files say of themselves too.</summary>
    public required ModelFacts Facts { get; init; }

    /// <summary>Distribution that latents are drawn from, such as <c>N(0, I)</c>.</summary>
    public string Prior { get; init; } = "N(0, I)";

    /// <summary>Names of the graphs' inputs and outputs; always <see cref="TensorNames"/> in this format version.</summary>
    public TensorNamesEntry Tensors { get; init; } = new();

    /// <summary>The encoder graph, image -> mean and log-variance.</summary>
    public required FileEntry Encoder { get; init; }

    /// <summary>The decoder graph, latent -> image.</summary>
    public required FileEntry Decoder { get; init; }

    /// <summary>The trained weights (safetensors), which export and evaluation start from.</summary>
    public required FileEntry Weights { get; init; }

    /// <summary>The data that the model was trained on.</summary>
    public required DataSetEntry DataSet { get; init; }

    /// <summary>How it was trained.</summary>
    public required TrainingEntry Training { get; init; }

    /// <summary>What it reaches.</summary>
    public required MetricsEntry Metrics { get; init; }

    /// <summary>What the decoder has lost if it computes in int8; <see langword="null"/>, and not in the file, where it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public QuantizationEntry? Quantization { get; init; }

    /// <summary>Versions of packages and engines by name.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>Encoder, decoder and weights, in this order.</summary>
    [JsonIgnore]
    public IReadOnlyList<FileEntry> Files => [Encoder, Decoder, Weights];

    /// <summary>The card as indented JSON with a line feed at the end of every line; the same card gives the same text.</summary>
    /// <returns>What stands in <c>model.json</c>.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, Readable.ModelCard) + "\n";

    /// <summary>Reads a card.</summary>
    /// <param name="utf8Json">Contents of a <c>model.json</c>, UTF-8, with or without a byte order mark.</param>
    /// <param name="path">The file that it comes from, for errors.</param>
    /// <returns>The card, all of whose fields are there and within range.</returns>
    /// <exception cref="BadInputException">Not JSON, a field missing or out of range, or a newer format version.</exception>
    public static ModelCard Parse(ReadOnlyMemory<byte> utf8Json, string path) => ModelCardReader.Read(utf8Json, path);
}

/// <summary>Source-generated JSON of <see cref="ModelCard"/>: indented by two spaces, line feeds on every system.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelCard))]
internal sealed partial class ModelCardJson : JsonSerializerContext;

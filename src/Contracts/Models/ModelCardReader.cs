using System.Text.Json;

namespace VaePipeline.Contracts.Models;

/// <summary>
/// Reads a <see cref="ModelCard"/> field by field. The source-generated serializer, also with plain dictionaries, has 66 methods
/// compiled at every start of a program that was compiled ahead of time, against 35, and takes 61 ms of CPU time against 47.
/// </summary>
internal static class ModelCardReader
{
    private const string Again = CardObject.Again;

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
                throw BadInputException.In(path, $"holds {CardObject.KindName(root.ValueKind)}", "an object", Again);
            }

            var fields = new CardObject(root, "", path);
            CheckVersion(fields, path);
            ModelCard card = ReadFields(fields);
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

    private static void CheckVersion(CardObject fields, string path)
    {
        // Before anything else: a newer format may have other fields.
        int number = fields.Integer("formatVersion", expected: "1");
        if (number is < 1 or > ModelCard.CurrentFormatVersion)
        {
            throw BadInputException.In(
                path,
                Invariant($"\"formatVersion\" is {number}"),
                number < 1 ? "1" : Invariant($"{ModelCard.CurrentFormatVersion} or less"),
                number < 1 ? Again : "Update VaePipeline, or export the model again with this version.");
        }
    }

    private static ModelCard ReadFields(CardObject fields)
    {
        CardObject facts = fields.Object("facts"), image = facts.Object("image"), tensors = fields.Object("tensors");
        CardObject data = fields.Object("dataSet"), training = fields.Object("training"), metrics = fields.Object("metrics");
        return new ModelCard
        {
            FormatVersion = fields.Integer("formatVersion"),
            Facts = new ModelFacts
            {
                ModelName = facts.Text("modelName"),
                LatentSize = facts.Integer("latentSize"),
                Image = new ImageShape(image.Integer("channels"), image.Integer("height"), image.Integer("width")),
                ValueRange = facts.Text("valueRange"),
                ElementType = facts.Text("elementType"),
            },
            Prior = fields.Text("prior"),
            Tensors = new TensorNamesEntry
            {
                Image = tensors.Text("image"),
                Latent = tensors.Text("latent"),
                Mean = tensors.Text("mean"),
                LogVariance = tensors.Text("logVariance"),
            },
            Encoder = ReadFile(fields.Object("encoder")),
            Decoder = ReadFile(fields.Object("decoder")),
            Weights = ReadFile(fields.Object("weights")),
            DataSet = new DataSetEntry { Name = data.Text("name"), Sha256 = data.Text("sha256"), Licence = data.Text("licence") },
            Training = new TrainingEntry
            {
                Options = training.Element("options").Clone(),
                Seed = training.LongInteger("seed"),
                Threads = training.Integer("threads"),
                Epochs = training.Integer("epochs"),
            },
            Metrics = new MetricsEntry
            {
                Split = metrics.Text("split"),
                Images = metrics.Integer("images"),
                Values = metrics.Numbers("values"),
                Definition = metrics.Text("definition"),
            },
            Quantization = fields.Has("quantization") ? ReadQuantization(fields.Object("quantization")) : null,
            Versions = fields.Texts("versions"),
        };
    }

    private static FileEntry ReadFile(CardObject file) => new() { Name = file.Text("name"), Sha256 = file.Text("sha256") };

    private static QuantizationEntry ReadQuantization(CardObject quantization) => new()
    {
        MeanError = quantization.Number("meanError"),
        Within16 = quantization.Number("within16"),
        Images = quantization.Integer("images"),
    };

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
}

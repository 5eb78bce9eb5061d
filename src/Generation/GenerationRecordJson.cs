using System.Text.Json;
using VaePipeline.Data.Latents;

namespace VaePipeline.Generation;

/// <summary>
/// <see cref="GenerationRecord"/> as JSON. Field by field: a source-generated serializer adds 21 ms to the start of a
/// ReadyToRun program, more than it takes to decode an image.
/// </summary>
internal static class GenerationRecordJson
{
    private static readonly string[] Numbers =
        ["line", "offset", "rejectedRows", "rejectsBytes", "imageRows", "imageBytes", "manifestBytes", "lines"];

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    public static void Write(Stream stream, GenerationRecord record)
    {
        using var writer = new Utf8JsonWriter(stream, Indented);
        writer.WriteStartObject();
        writer.WriteNumber("version", GenerationRecord.CurrentVersion);
        writer.WriteStartObject("identity");
        foreach ((string name, string value) in record.Identity)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteString("shard", record.Shard.ToString());
        writer.WriteString("format", record.Format.ToString());
        writer.WriteString("image", record.Image.ToString());
        GenerationState state = record.State;
        long[] values =
        [
            state.Row.Input.Line, state.Row.Input.Offset, state.Row.RejectedRows, state.Row.RejectsBytes,
            state.Images.Rows, state.Images.Bytes, state.ManifestBytes, record.Lines,
        ];
        foreach ((string name, long value) in Numbers.Zip(values))
        {
            writer.WriteNumber(name, value);
        }

        writer.WriteBoolean("mayReplace", record.MayReplace);
        writer.WriteBoolean("isComplete", record.IsComplete);
        writer.WriteBoolean("isManifestWanted", record.IsManifestWanted);
        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static GenerationRecord Read(ReadOnlyMemory<byte> utf8Json)
    {
        using JsonDocument document = JsonDocument.Parse(utf8Json);
        try
        {
            JsonElement root = document.RootElement;
            if (root.GetProperty("version").GetInt32() is var version && version != GenerationRecord.CurrentVersion)
            {
                throw new JsonException($"version {version} of the record; this program knows version {GenerationRecord.CurrentVersion}");
            }

            long[] numbers = Array.ConvertAll(Numbers, Number);
            return new GenerationRecord
            {
                Identity = root.GetProperty("identity").EnumerateObject().ToDictionary(field => field.Name, field => Text(field.Value)),
                Shard = Shard.Parse(Text(root.GetProperty("shard"))),
                Format = Enum.Parse<ImageFormat>(Text(root.GetProperty("format"))),
                Image = ImageShape.TryParse(Text(root.GetProperty("image")), out ImageShape? image) ? image : throw new JsonException("image is no shape"),
                State = new GenerationState(
                    new RowCheckpoint(new InputPosition(numbers[0], numbers[1]), numbers[2], numbers[3]), new SinkState(numbers[4], numbers[5]), numbers[6]),
                MayReplace = root.GetProperty("mayReplace").GetBoolean(),
                IsComplete = root.GetProperty("isComplete").GetBoolean(),
                IsManifestWanted = root.GetProperty("isManifestWanted").GetBoolean(),
                Lines = numbers[7],
            };

            long Number(string name) => root.GetProperty(name).GetInt64() is >= 0 and var number ? number : throw new JsonException($"{name} is negative");
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonException("a field is missing, or of another kind", exception);
        }
    }

    private static string Text(JsonElement value) => value.GetString() ?? throw new JsonException("a text is null");
}

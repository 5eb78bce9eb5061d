using System.Text.Json;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Latents;
using VaePipeline.Generation.Sinks;

namespace VaePipeline.Generation;

/// <summary>
/// <see cref="GenerationRecord"/> as JSON, field by field: a serializer's generic code for our types would have to be compiled
/// at every start, which took longer than to decode an image.
/// </summary>
internal static class GenerationRecordJson
{
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
        writer.WriteNumber("line", record.State.Place.Input.Line);
        writer.WriteNumber("offset", record.State.Place.Input.Offset);
        writer.WriteNumber("rejectedRows", record.State.Place.Rejects.Rows);
        writer.WriteNumber("rejectsBytes", record.State.Place.Rejects.Bytes);
        writer.WriteNumber("imageRows", record.State.Images.Rows);
        writer.WriteNumber("imageBytes", record.State.Images.Bytes);
        writer.WriteNumber("manifestBytes", record.State.ManifestBytes);
        writer.WriteBoolean("mayReplace", record.MayReplace);
        writer.WriteBoolean("isComplete", record.IsComplete);
        writer.WriteBoolean("isManifestWanted", record.IsManifestWanted);
        writer.WriteNumber("lines", record.Lines);
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

            return new GenerationRecord
            {
                Identity = root.GetProperty("identity").EnumerateObject().ToDictionary(field => field.Name, field => Text(field.Value)),
                Shard = Shard.Parse(Text(root.GetProperty("shard"))),
                Format = Enum.Parse<ImageFormat>(Text(root.GetProperty("format"))),
                Image = ImageShape.TryParse(Text(root.GetProperty("image")), out ImageShape? image) ? image : throw new JsonException("image is no shape"),
                State = new GenerationState(
                    new RowPlace(new InputPosition(Number("line"), Number("offset")), new RejectsState(Number("rejectedRows"), Number("rejectsBytes"))),
                    new SinkState(Number("imageRows"), Number("imageBytes")),
                    Number("manifestBytes")),
                MayReplace = root.GetProperty("mayReplace").GetBoolean(),
                IsComplete = root.GetProperty("isComplete").GetBoolean(),
                IsManifestWanted = root.GetProperty("isManifestWanted").GetBoolean(),
                Lines = Number("lines"),
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

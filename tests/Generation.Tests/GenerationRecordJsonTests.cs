using System.Text.Json;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Latents;
using VaePipeline.Generation.Sinks;

namespace VaePipeline.Generation.Tests;

public sealed class GenerationRecordJsonTests
{
    private static readonly GenerationRecord Record = new()
    {
        Identity = new Dictionary<string, string> { ["the model's SHA-256"] = "ab", ["--format"] = "Idx" },
        Shard = new Shard(3, 8),
        Format = ImageFormat.Npy,
        Image = new ImageShape(3, 4, 5),
        State = new GenerationState(new RowCheckpoint(new InputPosition(11, 12), 13, 14), new SinkState(15, 16), 17),
        MayReplace = true,
        IsComplete = true,
        IsManifestWanted = true,
        Lines = 18,
    };

    [Fact]
    public void Read_gives_every_field_that_was_written()
    {
        GenerationRecord read = GenerationRecordJson.Read(Written(Record));

        Assert.Equal(Record.Identity, read.Identity);
        Assert.Equal(Record, read with { Identity = Record.Identity });
        GenerationRecord begun = new() { Identity = Record.Identity, Shard = Shard.Whole, Format = ImageFormat.Idx, Image = Record.Image };
        Assert.Equal(begun, GenerationRecordJson.Read(Written(begun)) with { Identity = Record.Identity });
    }

    // As earlier versions wrote it.
    [Fact]
    public void Read_takes_the_fields_in_any_order()
    {
        string json = System.Text.Encoding.UTF8.GetString(Written(Record));
        string other = json.Replace("  \"lines\": 18,\n", "", StringComparison.Ordinal).Replace("\"isManifestWanted\": true", "\"isManifestWanted\": true,\n  \"lines\": 18", StringComparison.Ordinal);

        Assert.NotEqual(json, other);
        Assert.Equal(Record, GenerationRecordJson.Read(System.Text.Encoding.UTF8.GetBytes(other)) with { Identity = Record.Identity });
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2")]
    [InlineData("\"imageRows\": 15", "\"imageRows\": -15")]
    [InlineData("\"imageRows\": 15", "\"imageRows\": \"15\"")]
    [InlineData("\"lines\"", "\"rows\"")]
    [InlineData("3/8", "8/8")]
    [InlineData("3x4x5", "3x4")]
    [InlineData("\"Npy\"", "\"Jpeg\"")]
    [InlineData("\"ab\"", "null")]
    [InlineData("true", "1")]
    public void Read_refuses_what_no_run_has_written(string text, string other)
    {
        string json = System.Text.Encoding.UTF8.GetString(Written(Record));
        string damaged = json.Replace(text, other, StringComparison.Ordinal);

        Assert.NotEqual(json, damaged);
        Assert.ThrowsAny<JsonException>(() => GenerationRecordJson.Read(System.Text.Encoding.UTF8.GetBytes(damaged)));
    }

    private static byte[] Written(GenerationRecord record)
    {
        using var stream = new MemoryStream();
        GenerationRecordJson.Write(stream, record);
        return stream.ToArray();
    }
}

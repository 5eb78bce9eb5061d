using System.Security.Cryptography;
using VaePipeline.Data.Latents;

namespace VaePipeline.Generation;

/// <summary>What a run folder says of its run: from what it is made, and how far it is.</summary>
internal sealed record GenerationRecord
{
    /// <summary>The version of this form that is written.</summary>
    public const int CurrentVersion = 1;

    /// <summary>What decides the bytes of the images, by the name that a user knows it by.</summary>
    public required IReadOnlyDictionary<string, string> Identity { get; init; }

    /// <summary>Which part of the latents this is.</summary>
    public required Shard Shard { get; init; }

    /// <summary>Form of the images.</summary>
    public required ImageFormat Format { get; init; }

    /// <summary>Shape of an image.</summary>
    public required ImageShape Image { get; init; }

    /// <summary>How far the run is.</summary>
    public GenerationState State { get; init; }

    /// <summary>Whether the run may replace what it finds at the output's name; a resume of it may, too.</summary>
    public bool MayReplace { get; init; }

    /// <summary>Whether all images are written.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Whether the manifest is wanted; known when it is complete.</summary>
    public bool IsManifestWanted { get; init; }

    /// <summary>Lines of the whole part, its header among them; known when it is complete.</summary>
    public long Lines { get; init; }

    /// <summary>What another run differs in, one sentence a difference.</summary>
    public IEnumerable<string> DifferencesTo(GenerationRecord other) =>
        from field in Identity
        let others = other.Identity.GetValueOrDefault(field.Key, "not recorded")
        where field.Value != others
        select $"{field.Key} was {field.Value}, and is {others} now";

    /// <summary>What decides the images' bytes.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="model">The decoder's bytes.</param>
    /// <param name="batchSize">Rows of a session call.</param>
    public static IReadOnlyDictionary<string, string> Identify(GenerationOptions options, ReadOnlySpan<byte> model, int batchSize)
    {
        var identity = new Dictionary<string, string>
        {
            ["the model's SHA-256"] = Hex(SHA256.HashData(model)),
            ["--format"] = $"{options.Output.Format}{(options.Output.Gzip ? ", gzipped" : "")}",
            ["the number of shards"] = Text(options.Shard.Count),
            ["--batch-size"] = Text(batchSize),
            ["--latent-columns"] = options.LatentColumns is { } columns ? string.Join(',', columns) : "by default",
            ["--columns"] = options.Sink.Columns is { } sheet ? Text(sheet) : "by default",
            ["the type of pixels"] = options.Decoder.PixelType.ToString(),
        };
        if (options.LatentsPath != LatentInput.StandardInputPath)
        {
            using FileStream input = File.OpenRead(options.LatentsPath);
            byte[] start = new byte[1 << 16];
            int read = input.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            identity["the input's length"] = Text(input.Length);
            identity["the input's time of change"] = File.GetLastWriteTimeUtc(options.LatentsPath).ToString("O", CultureInfo.InvariantCulture);
            identity["the SHA-256 of the input's first 64 KiB"] = Hex(SHA256.HashData(start.AsSpan(0, read)));
        }

        return identity;
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

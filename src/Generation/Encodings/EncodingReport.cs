namespace VaePipeline.Generation.Encodings;

/// <summary>What an encoding did.</summary>
public sealed record EncodingReport
{
    /// <summary>Images encoded.</summary>
    public required long Rows { get; init; }

    /// <summary>Bytes of the input that were read, as they lie on the disk.</summary>
    public required long BytesRead { get; init; }

    /// <summary>Bytes written, before they were compressed.</summary>
    public required long BytesWritten { get; init; }

    /// <summary>From the first image read to the output under its name, without the loading of the model.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What took the time.</summary>
    public required StageTimes Stages { get; init; }

    /// <summary>What was written, in a few words.</summary>
    public required string Description { get; init; }

    /// <summary>Images a second, over <see cref="Elapsed"/>.</summary>
    public double ImagesPerSecond => Rows / Math.Max(Elapsed.TotalSeconds, 1e-9);
}

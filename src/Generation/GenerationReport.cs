using VaePipeline.Generation.Sinks;

namespace VaePipeline.Generation;

/// <summary>What a generation did.</summary>
public sealed record GenerationReport
{
    /// <summary>Images in the output.</summary>
    public required long Rows { get; init; }

    /// <summary>How many of them an earlier run had written, which this one resumed.</summary>
    public required long ResumedRows { get; init; }

    /// <summary>Rows that were skipped because they are no latents.</summary>
    public required long Rejected { get; init; }

    /// <summary>Bytes of the input that this run read, as they lie on the disk.</summary>
    public required long BytesRead { get; init; }

    /// <summary>Bytes of images in the output.</summary>
    public required long BytesWritten { get; init; }

    /// <summary>From the first latent read to the output under its final name, without the loading of the model.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What took the time.</summary>
    public required StageTimes Stages { get; init; }

    /// <summary>What was written, in a few words.</summary>
    public required string Description { get; init; }

    /// <summary>The files beside the images: manifest and rejects, where they were written.</summary>
    public required IReadOnlyList<string> OtherFiles { get; init; }

    /// <summary>Images that this run wrote a second, over <see cref="Elapsed"/>.</summary>
    public double ImagesPerSecond => (Rows - ResumedRows) / Math.Max(Elapsed.TotalSeconds, 1e-9);

    /// <summary>Of a run that an earlier one had finished but for the names of its files.</summary>
    internal static GenerationReport Of(GenerationRecord record, ImageOutput output) => new()
    {
        Rows = record.State.Images.Rows,
        ResumedRows = record.State.Images.Rows,
        Rejected = record.State.Place.Rejects.Rows,
        BytesRead = 0,
        BytesWritten = record.State.Images.Bytes,
        Elapsed = TimeSpan.Zero,
        Stages = default,
        Description = output.Format.ToString(),
        OtherFiles = [],
    };
}

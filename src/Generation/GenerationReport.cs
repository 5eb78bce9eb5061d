namespace VaePipeline.Generation;

/// <summary>How far a job is.</summary>
/// <param name="Rows">Images written or encoded, those before a resume included.</param>
/// <param name="Rejected">Rows that were skipped.</param>
/// <param name="BytesRead">Bytes of the input read so far, as they lie on the disk.</param>
/// <param name="TotalBytes">Bytes that there are to read, or null if unknown, as for standard input.</param>
/// <param name="BytesWritten">Bytes written so far, those before a resume included.</param>
/// <param name="Queue">Share of the finished batches' places that is full, 0 to 1: near 1 the others wait for the writer.</param>
public readonly record struct GenerationProgress(long Rows, long Rejected, long BytesRead, long? TotalBytes, long BytesWritten, double Queue);

/// <summary>How long each stage of a job worked, waiting not counted.</summary>
/// <param name="Reading">The one reader at a time.</param>
/// <param name="Running">The model, all workers together.</param>
/// <param name="Writing">The one writer.</param>
/// <param name="Workers">Threads that run the model at once.</param>
/// <param name="Model">What the model does: <c>decoding</c> or <c>encoding</c>.</param>
public readonly record struct StageTimes(TimeSpan Reading, TimeSpan Running, TimeSpan Writing, int Workers, string Model)
{
    /// <summary>The stage with the least time to spare: <c>reading</c>, <see cref="Model"/> or <c>writing</c>.</summary>
    public string Bottleneck
    {
        get
        {
            TimeSpan running = Running / Math.Max(1, Workers);
            return Reading >= running && Reading >= Writing ? "reading" : running >= Writing ? Model : "writing";
        }
    }
}

/// <summary>What a generation, an encoding or a merge did.</summary>
public sealed record GenerationReport
{
    /// <summary>Images in the output, or images encoded.</summary>
    public required long Rows { get; init; }

    /// <summary>How many of them an earlier run had written, which this one resumed.</summary>
    public long ResumedRows { get; init; }

    /// <summary>Rows that were skipped because they are no latents.</summary>
    public long Rejected { get; init; }

    /// <summary>Bytes of the input that this run read, as they lie on the disk.</summary>
    public long BytesRead { get; init; }

    /// <summary>Bytes in the output, before they were compressed.</summary>
    public required long BytesWritten { get; init; }

    /// <summary>From the first row read to the output under its final name, without the loading of the model.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What took the time; default if no model ran.</summary>
    public StageTimes Stages { get; init; }

    /// <summary>What was written, in a few words.</summary>
    public required string Description { get; init; }

    /// <summary>The files beside the main output: manifest and rejects, if they were written.</summary>
    public IReadOnlyList<string> OtherFiles { get; init; } = [];

    /// <summary>Images that this run wrote a second, over <see cref="Elapsed"/>.</summary>
    public double ImagesPerSecond => (Rows - ResumedRows) / Math.Max(Elapsed.TotalSeconds, 1e-9);
}

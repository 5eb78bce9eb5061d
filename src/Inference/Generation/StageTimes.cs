namespace VaePipeline.Inference.Generation;

/// <summary>How long each stage of a generation worked, waiting not counted.</summary>
/// <param name="Reading">The one reader at a time.</param>
/// <param name="Decoding">All workers together.</param>
/// <param name="Writing">The one writer.</param>
/// <param name="Workers">Threads that decode at once.</param>
public readonly record struct StageTimes(TimeSpan Reading, TimeSpan Decoding, TimeSpan Writing, int Workers)
{
    /// <summary>The stage with the least time to spare: <c>reading</c>, <c>decoding</c> or <c>writing</c>.</summary>
    public string Bottleneck
    {
        get
        {
            TimeSpan decoding = Decoding / Math.Max(1, Workers);
            return Reading >= decoding && Reading >= Writing ? "reading" : decoding >= Writing ? "decoding" : "writing";
        }
    }
}

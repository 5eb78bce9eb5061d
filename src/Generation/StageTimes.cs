namespace VaePipeline.Generation;

/// <summary>How long each stage of a run worked, waiting not counted.</summary>
/// <param name="Reading">The one reader at a time.</param>
/// <param name="Decoding">All workers together; see <see cref="Model"/>.</param>
/// <param name="Writing">The one writer.</param>
/// <param name="Workers">Threads that run the model at once.</param>
public readonly record struct StageTimes(TimeSpan Reading, TimeSpan Decoding, TimeSpan Writing, int Workers)
{
    private const string DefaultModel = "decoding";

    private readonly string? _model;

    /// <summary>What the model does: <c>decoding</c>, or, where it is the encoder that runs, <c>encoding</c>.</summary>
    public string Model
    {
        get => _model ?? DefaultModel;
        init => _model = value;
    }

    /// <summary>The stage with the least time to spare: <c>reading</c>, <see cref="Model"/> or <c>writing</c>.</summary>
    public string Bottleneck
    {
        get
        {
            TimeSpan decoding = Decoding / Math.Max(1, Workers);
            return Reading >= decoding && Reading >= Writing ? "reading" : decoding >= Writing ? Model : "writing";
        }
    }
}

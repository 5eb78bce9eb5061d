using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Inference;

/// <summary>How a model is run in batches: by a pipeline's transformer, a decoder or an encoder.</summary>
public sealed record BatchedOnnxOptions
{
    /// <summary>The largest <see cref="BatchSize"/>.</summary>
    public const int LargestBatchSize = 65536;

    /// <summary>
    /// Rows of one session call, 1 to 65536. The default, 32, is where convolutional decoders run fastest:
    /// the activations of larger batches no longer fit the caches. A pipeline reads this many rows ahead.
    /// </summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// Threads inside one operator, 0 to 1024; 0 leaves the choice to ONNX Runtime (one for each core).
    /// The default is 1: callers that share the session, each with one thread, use the cores better than
    /// one caller whose threads must meet after each operator.
    /// </summary>
    public int IntraOpThreads { get; init; } = 1;

    /// <summary>
    /// Called once for each session, with options on which <see cref="IntraOpThreads"/> is already set,
    /// before the model is loaded: for execution providers and other settings. <c>null</c>: nothing more is set.
    /// </summary>
    public Action<SessionOptions>? ConfigureSession { get; init; }

    /// <summary>Returns these options if all are in range.</summary>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public BatchedOnnxOptions Validated()
    {
        var faults = new List<string>();
        Check(faults, nameof(BatchSize), BatchSize, 1, LargestBatchSize);
        Check(faults, nameof(IntraOpThreads), IntraOpThreads, 0, 1024);
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', faults));
        }

        return this;
    }

    private static void Check(List<string> faults, string name, int value, int smallest, int largest)
    {
        if (value < smallest || value > largest)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; expected {smallest} to {largest}."));
        }
    }
}

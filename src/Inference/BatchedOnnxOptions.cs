using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Inference;

/// <summary>How a model is run in batches: by a pipeline's transformer, a decoder or an encoder.</summary>
public sealed record BatchedOnnxOptions
{
    /// <summary>The largest <see cref="BatchSize"/>.</summary>
    public const int LargestBatchSize = 65536;

    /// <summary>The largest <see cref="Workers"/> and <see cref="IntraOpThreads"/>.</summary>
    public const int LargestThreads = 1024;

    private const int LargestDefaultWorkers = 8;

    /// <summary>
    /// Rows of one session call, 1 to 65536. By default (<c>null</c>) 16 for models with convolutions, because the activations
    /// of larger batches no longer fit the caches, and 256 for others, whose weights are then read less often. A model
    /// with a fixed batch axis is run with batches of that size instead, the last one filled up.
    /// </summary>
    public int? BatchSize { get; init; }

    /// <summary>
    /// Whether every session call has <see cref="BatchSize"/> rows, the last one filled up with copies of its last row. The
    /// values of a row then depend on nothing but the row, whatever comes before and after it: ONNX Runtime's kernels for
    /// few rows may sum in another order. By default the last call has the rows that are left, and the first ones are
    /// small. For pipelines only.
    /// </summary>
    public bool FillBatches { get; init; }

    /// <summary>
    /// Threads that run the model for one cursor at once, the reader's own among them, 1 to 1024. 1: all work is done on
    /// the reader's thread. More: threads of the pool read and run batches ahead, up to two for each worker; the
    /// source is then moved by one thread at a time, but not always the same, and disposing the cursor waits for it.
    /// By default (<c>null</c>) the number of processors, at most 8. Each cursor of a set, and decoders and encoders without a
    /// pipeline, work on their caller's thread.
    /// </summary>
    public int? Workers { get; init; }

    /// <summary>What <see cref="Workers"/> comes to on this machine, at least 1.</summary>
    public int WorkerCount => Workers ?? Math.Min(Environment.ProcessorCount, LargestDefaultWorkers);

    /// <summary>
    /// Threads inside one operator, 0 to 1024; 0 leaves the choice to ONNX Runtime (one for each core). By default
    /// (<c>null</c>) 1 for batches: callers that share the session, each with one thread, use the cores better than one
    /// caller whose threads must meet after each operator. Prediction engines, which make one call after another, have
    /// then a session of their own, loaded with the first of them, with ONNX Runtime's choice, as ML.NET's own have.
    /// </summary>
    public int? IntraOpThreads { get; init; }

    /// <summary>
    /// Whether the model's columns keep a batch axis of 1 in front, <c>Vector&lt;Single, 1, 784&gt;</c>, as ML.NET's
    /// own <c>ApplyOnnxModel</c> has it. By default they have the axes of one row: <c>Vector&lt;Single, 784&gt;</c>.
    /// The values are the same. For pipelines only.
    /// </summary>
    public bool KeepBatchAxis { get; init; }

    /// <summary>The type of the pixels of float32 outputs. By default the model's own.</summary>
    public PixelType PixelType { get; init; }

    /// <summary>
    /// What to do with a row whose input has a NaN or an infinite number. By default (<c>null</c>) an error for latents
    /// that are decoded; elsewhere the model gets them.
    /// </summary>
    public NonFinitePolicy? NonFinite { get; init; }

    /// <summary>
    /// Sizes of symbolic axes besides the batch axis, at least 1, by the axis's name in the model, or, for an axis without a
    /// name, by tensor and number: <c>image[2]</c>. Every such axis of the tensors in use needs one.
    /// </summary>
    public IReadOnlyDictionary<string, int> AxisSizes { get; init; } = new Dictionary<string, int>();

    /// <summary>
    /// Called once for each session, with options on which <see cref="IntraOpThreads"/> is already set,
    /// before the model is loaded: for execution providers and other settings. <c>null</c>: nothing more is set.
    /// </summary>
    public Action<SessionOptions>? ConfigureSession { get; init; }

    /// <summary>Records what the threads of cursors are busy with; null to record nothing.</summary>
    internal StageMeter? Meter { get; init; }

    /// <summary>Returns these options if all are in range.</summary>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public BatchedOnnxOptions Validated()
    {
        var faults = new List<string>();
        Check(faults, nameof(BatchSize), BatchSize ?? 1, 1, LargestBatchSize);
        Check(faults, nameof(Workers), Workers ?? 1, 1, LargestThreads);
        Check(faults, nameof(IntraOpThreads), IntraOpThreads ?? 1, 0, LargestThreads);
        Check(faults, nameof(PixelType), PixelType);
        if (NonFinite is { } policy)
        {
            Check(faults, nameof(NonFinite), policy);
        }

        foreach ((string axis, int size) in AxisSizes)
        {
            Check(faults, $"{nameof(AxisSizes)}[\"{axis}\"]", size, 1, int.MaxValue);
        }

        return faults.Count == 0 ? this : throw new ArgumentException(string.Join(' ', faults));
    }

    /// <summary>Returns these options if all are in range and ask for nothing that an encoder cannot give.</summary>
    internal BatchedOnnxOptions ValidatedForEncoder() => Validated().PixelType == PixelType.Model
        ? this
        : throw new ArgumentException($"PixelType is {PixelType}; expected Model, for an encoder makes no pixels.");

    private static void Check(List<string> faults, string name, int value, int smallest, int largest)
    {
        if (value < smallest || value > largest)
        {
            faults.Add(Invariant($"{name} is {value}; expected {smallest} to {largest}."));
        }
    }

    private static void Check<T>(List<string> faults, string name, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            faults.Add($"{name} is {value}; expected {string.Join(" or ", Enum.GetNames<T>())}.");
        }
    }
}

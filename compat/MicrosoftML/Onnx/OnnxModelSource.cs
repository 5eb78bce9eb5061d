namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Where a model comes from, which of its tensors become columns, and how it is to be run.</summary>
internal sealed record OnnxModelSource
{
    /// <summary>Path of the model; null where <see cref="Bytes"/> holds it.</summary>
    public string? ModelFile { get; init; }

    /// <summary>The model itself, read from its start; stays the caller's.</summary>
    public Stream? Bytes { get; init; }

    /// <summary>Names of inputs; none: all.</summary>
    public required string[] Inputs { get; init; }

    /// <summary>Names of outputs; none: all.</summary>
    public required string[] Outputs { get; init; }

    public IReadOnlyDictionary<string, int[]> Shapes { get; init; } = new Dictionary<string, int[]>();

    public int? GpuDeviceId { get; init; }

    public bool FallbackToCpu { get; init; }

    public int RecursionLimit { get; init; } = 100;

    public int? InterOpNumThreads { get; init; }

    public int? IntraOpNumThreads { get; init; }
}

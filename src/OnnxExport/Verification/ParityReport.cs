using VaePipeline.OnnxExport.Int8;

namespace VaePipeline.OnnxExport.Verification;

/// <summary>The element at which a graph and its module differ most, measured as <see cref="RelativeDifference"/>.</summary>
internal sealed record ParityReport
{
    /// <summary>How many elements were compared.</summary>
    public required long Elements { get; init; }

    /// <summary>Output that the element belongs to.</summary>
    public required string Output { get; init; }

    /// <summary>Its indices, as <c>[3, 0, 12, 5]</c>.</summary>
    public required string Index { get; init; }

    /// <summary>Items in its batch.</summary>
    public required long BatchSize { get; init; }

    /// <summary>What the module computes.</summary>
    public required float Expected { get; init; }

    /// <summary>What ONNX Runtime computes from the file; where that is rounded, the nearest number that is rounded so.</summary>
    public required float Actual { get; init; }

    /// <summary>Whether the graph rounds its output to bytes.</summary>
    public bool IsRounded { get; init; }

    /// <summary>How far a network that computes in bytes is from the one in float32; <c>null</c> for all others.</summary>
    public Int8Error? Int8 { get; init; }

    /// <summary>|actual - expected|; infinite where one of them is no finite number.</summary>
    public double Difference => Absolute(Actual, Expected);

    /// <summary>|actual - expected| / max(1, |expected|): what the tolerance applies to.</summary>
    public double RelativeDifference => Relative(Actual, Expected);

    /// <inheritdoc cref="RelativeDifference"/>
    public static double Relative(float actual, float expected)
    {
        var difference = Absolute(actual, expected);
        return double.IsFinite(difference) ? difference / Math.Max(1, Math.Abs((double)expected)) : difference;
    }

    private static double Absolute(float actual, float expected) =>
        float.IsFinite(actual) && float.IsFinite(expected) ? Math.Abs((double)actual - expected) : double.PositiveInfinity;
}

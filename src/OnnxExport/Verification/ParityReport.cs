namespace VaePipeline.OnnxExport.Verification;

/// <summary>One batch for a graph, and what the module made of it.</summary>
/// <param name="Inputs">All inputs of the graph.</param>
/// <param name="Expected">All its outputs, as the module computed them.</param>
internal sealed record ParityBatch(IReadOnlyList<NamedTensor> Inputs, IReadOnlyList<NamedTensor> Expected);

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

    /// <summary>Compares an output with what the module made.</summary>
    public static ParityReport Of(NamedTensor expected, ReadOnlySpan<float> actual, bool isRounded)
    {
        var worst = Farthest(actual, expected.Data).Index;
        return new ParityReport
        {
            Elements = actual.Length,
            Output = expected.Name,
            Index = ElementIndex.Format(worst, expected.Shape),
            BatchSize = expected.Shape[0],
            Expected = actual.IsEmpty ? 0 : expected.Data[worst],
            Actual = actual.IsEmpty ? 0 : actual[worst],
            IsRounded = isRounded,
        };
    }

    /// <summary>The first element of the largest <see cref="RelativeDifference"/>.</summary>
    public static (int Index, double Difference) Farthest(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        var (worst, worstDifference) = (0, -1.0);
        for (var i = 0; i < actual.Length; i++)
        {
            var difference = Relative(actual[i], expected[i]);
            if (difference > worstDifference)
            {
                (worst, worstDifference) = (i, difference);
            }
        }

        return (worst, worstDifference);
    }

    private static double Relative(float actual, float expected)
    {
        var difference = Absolute(actual, expected);
        return double.IsFinite(difference) ? difference / Math.Max(1, Math.Abs((double)expected)) : difference;
    }

    private static double Absolute(float actual, float expected) =>
        float.IsFinite(actual) && float.IsFinite(expected) ? Math.Abs((double)actual - expected) : double.PositiveInfinity;
}

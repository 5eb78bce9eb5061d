using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaePipeline.OnnxExport.Verification;

/// <summary>Proves that a finished ONNX file computes what the module computes: runs it in ONNX Runtime and compares.</summary>
internal static class OnnxParity
{
    /// <summary>
    /// Allowed |difference| / max(1, |value|): float32 carries 7 digits, and both engines add the same products in
    /// another order, over sums of up to some thousand terms.
    /// </summary>
    public const double Tolerance = 1e-5;

    /// <summary>Batch sizes to compare at: one, some, and more than a block of any vector unit, and odd.</summary>
    public static readonly IReadOnlyList<int> BatchSizes = [1, 2, 33];

    /// <summary>Runs every batch and compares every element.</summary>
    /// <param name="model">Bytes of the file.</param>
    /// <param name="fileName">Its name, for errors.</param>
    /// <param name="batches">Inputs and expected outputs; at least one.</param>
    /// <returns>The largest difference.</returns>
    /// <exception cref="ParityException">An element differs by more than <see cref="Tolerance"/>.</exception>
    /// <exception cref="ExportException">ONNX Runtime refuses the file, or an output has another shape.</exception>
    public static ParityReport Verify(byte[] model, string fileName, IEnumerable<ParityBatch> batches)
    {
        ParityReport? worst = null;
        var elements = 0L;
        try
        {
            using var session = new ParitySession(model);
            foreach (var found in batches.SelectMany(batch => Compare(session, fileName, batch)))
            {
                elements += found.Elements;
                worst = worst is null || found.RelativeDifference > worst.RelativeDifference ? found : worst;
            }
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ExportException($"{fileName}: ONNX Runtime refuses the graph ({exception.Message}); expected a graph that it runs. Report the network.", exception);
        }

        if (worst is null)
        {
            throw new ArgumentException("no batch to compare; expected at least one. Pass some images or latents.", nameof(batches));
        }

        return worst.RelativeDifference <= Tolerance ? worst with { Elements = elements } : throw new ParityException(fileName, worst, Tolerance);
    }

    private static List<ParityReport> Compare(ParitySession session, string fileName, ParityBatch batch) => session.Run(
        batch.Inputs,
        [.. batch.Expected.Select(output => output.Name)],
        outputs => batch.Expected.Zip(outputs, (expected, actual) => Worst(fileName, expected, actual)).ToList());

    /// <summary>The largest difference within one output.</summary>
    private static ParityReport Worst(string fileName, NamedTensor expected, OrtValue actual)
    {
        var info = actual.GetTensorTypeAndShape();
        if (!info.Shape.AsSpan().SequenceEqual(expected.Shape))
        {
            throw new ExportException(
                $"{fileName}: output \"{expected.Name}\" is {ElementIndex.FormatShape(info.Shape)}; expected {ElementIndex.FormatShape(expected.Shape)}, as the module gives. Report the network.");
        }

        return info.ElementDataType == TensorElementType.UInt8
            ? ParityReport.Of(expected, Unrounded(actual.GetTensorDataAsSpan<byte>(), expected.Data), isRounded: true)
            : ParityReport.Of(expected, actual.GetTensorDataAsSpan<float>(), isRounded: false);
    }

    /// <summary>
    /// For each byte the number nearest to the expected one among those that are rounded to it: the expected one itself
    /// where it is. A value near the border between two levels so may become either.
    /// </summary>
    private static float[] Unrounded(ReadOnlySpan<byte> levels, float[] expected)
    {
        var numbers = new float[levels.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            // Levels outside are saturated: anything below 0 is 0, anything above 1 is 255.
            var least = levels[i] == byte.MinValue ? float.NegativeInfinity : (levels[i] - 0.5f) / byte.MaxValue;
            var most = levels[i] == byte.MaxValue ? float.PositiveInfinity : (levels[i] + 0.5f) / byte.MaxValue;
            numbers[i] = Math.Clamp(expected[i], least, most);
        }

        return numbers;
    }
}

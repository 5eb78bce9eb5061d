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
            // One thread: the check shall not fight with libtorch's threads for the cores.
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
            using var session = new InferenceSession(model, options);
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

    private static List<ParityReport> Compare(InferenceSession session, string fileName, ParityBatch batch)
    {
        var inputs = batch.Inputs.ToDictionary(
            input => input.Name, input => ToOrtValue(input, session.InputMetadata[input.Name].ElementDataType), StringComparer.Ordinal);
        try
        {
            using var runOptions = new RunOptions();
            using var outputs = session.Run(runOptions, inputs, [.. batch.Expected.Select(output => output.Name)]);
            return [.. batch.Expected.Zip(outputs, (expected, actual) => Worst(fileName, expected, actual))];
        }
        finally
        {
            foreach (var input in inputs.Values)
            {
                input.Dispose();
            }
        }
    }

    /// <summary>An input in the type that the graph wants; float32 holds the numbers of rows and the like exactly up to 2^24.</summary>
    internal static OrtValue ToOrtValue(TensorData input, TensorElementType type) => type == TensorElementType.Int64
        ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(input.Data, number => (long)number), input.Shape)
        : OrtValue.CreateTensorValueFromMemory(input.Data, input.Shape);

    /// <summary>The largest difference within one output.</summary>
    private static ParityReport Worst(string fileName, TensorData expected, OrtValue actual)
    {
        var shape = actual.GetTensorTypeAndShape().Shape;
        if (!shape.AsSpan().SequenceEqual(expected.Shape))
        {
            throw new ExportException(
                $"{fileName}: output \"{expected.Name}\" is {ElementIndex.FormatShape(shape)}; expected {ElementIndex.FormatShape(expected.Shape)}, as the module gives. Report the network.");
        }

        var isRounded = actual.GetTensorTypeAndShape().ElementDataType == TensorElementType.UInt8;
        var data = isRounded ? Unrounded(actual.GetTensorDataAsSpan<byte>(), expected.Data) : actual.GetTensorDataAsSpan<float>();
        var (worst, worstDifference) = (0, -1.0);
        for (var i = 0; i < data.Length; i++)
        {
            var difference = ParityReport.Relative(data[i], expected.Data[i]);
            if (difference > worstDifference)
            {
                (worst, worstDifference) = (i, difference);
            }
        }

        return new ParityReport
        {
            Elements = data.Length,
            Output = expected.Name,
            Index = ElementIndex.Format(worst, expected.Shape),
            BatchSize = expected.Shape[0],
            Expected = data.Length == 0 ? 0 : expected.Data[worst],
            Actual = data.Length == 0 ? 0 : data[worst],
            IsRounded = isRounded,
        };
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

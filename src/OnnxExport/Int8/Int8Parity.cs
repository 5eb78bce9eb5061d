using Microsoft.ML.OnnxRuntime;
using VaePipeline.OnnxExport.Verification;

namespace VaePipeline.OnnxExport.Int8;

/// <summary>Measures what a finished file that computes in bytes has lost, in ONNX Runtime.</summary>
internal static class Int8Parity
{
    /// <summary>Runs every batch and compares every pixel.</summary>
    /// <param name="model">Bytes of the file; its one output is uint8.</param>
    /// <param name="fileName">Its name, for errors.</param>
    /// <param name="batches">Inputs, and what the network makes of them in float32: pixels in [0, 1].</param>
    /// <returns>The pixel that is farthest away, and <see cref="ParityReport.Int8"/>.</returns>
    /// <exception cref="ExportException">The loss is larger than <see cref="Int8Error.IsSmall"/> allows.</exception>
    public static ParityReport Verify(byte[] model, string fileName, IEnumerable<ParityBatch> batches)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(model, options);
        using var runOptions = new RunOptions();
        var (elements, within, sum) = (0L, 0L, 0.0);
        ParityReport? worst = null;
        foreach (var batch in batches)
        {
            var (given, expected) = (batch.Inputs[0], batch.Expected[0]);
            using var input = OrtValue.CreateTensorValueFromMemory(given.Data, given.Shape);
            using var outputs = session.Run(runOptions, [given.Name], [input], [expected.Name]);
            var pixels = outputs[0].GetTensorDataAsSpan<byte>();
            var farthest = 0;
            for (var i = 0; i < pixels.Length; i++)
            {
                var distance = Distance(i, pixels);
                sum += distance;
                within += distance <= Int8Error.Far ? 1 : 0;
                farthest = distance > Distance(farthest, pixels) ? i : farthest;
            }

            elements += pixels.Length;
            var found = new ParityReport
            {
                Elements = elements,
                Output = expected.Name,
                Index = ElementIndex.Format(farthest, expected.Shape),
                BatchSize = expected.Shape[0],
                Expected = expected.Data[farthest],
                Actual = pixels[farthest] / (float)byte.MaxValue,
                IsRounded = true,
            };
            worst = worst is null || found.Difference > worst.Difference ? found : worst;

            double Distance(int pixel, ReadOnlySpan<byte> actual) => Math.Abs(actual[pixel] - (byte.MaxValue * (double)expected.Data[pixel]));
        }

        var error = new Int8Error(sum / elements, (double)within / elements);
        return error.IsSmall
            ? worst! with { Elements = elements, Int8 = error } // There is a batch.
            : throw new ExportException(FormattableString.Invariant(
                $"{fileName}: in int8 {error}; expected at most {Int8Error.LargestMean} on average and {100 * Int8Error.LeastWithin:0.#} % within {Int8Error.Far}. Export without int8."));
    }
}

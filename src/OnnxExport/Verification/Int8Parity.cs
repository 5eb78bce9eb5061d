namespace VaePipeline.OnnxExport.Verification;

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
        using var session = new ParitySession(model);
        var (elements, within, sum) = (0L, 0L, 0.0);
        ParityReport? worst = null;
        foreach (var batch in batches)
        {
            var found = session.Run(batch.Inputs, [batch.Expected[0].Name], outputs => Compare(batch.Expected[0], outputs[0].GetTensorDataAsSpan<byte>()));
            worst = worst is null || found.Difference > worst.Difference ? found : worst;
        }

        var error = new Int8Error(sum / elements, (double)within / elements);
        return error.IsSmall
            ? worst! with { Elements = elements, Int8 = error } // There is a batch.
            : throw new ExportException(Invariant(
                $"{fileName}: in int8 {error}; expected at most {Int8Error.LargestMean} on average and {100 * Int8Error.LeastWithin:0.#} % within {Int8Error.Far}. Export without int8."));

        ParityReport Compare(NamedTensor expected, ReadOnlySpan<byte> levels)
        {
            var pixels = new float[levels.Length];
            for (var i = 0; i < levels.Length; i++)
            {
                var distance = Math.Abs(levels[i] - (byte.MaxValue * (double)expected.Data[i]));
                sum += distance;
                within += distance <= Int8Error.Far ? 1 : 0;
                pixels[i] = levels[i] / (float)byte.MaxValue;
            }

            elements += levels.Length;
            return ParityReport.Of(expected, pixels, isRounded: true);
        }
    }
}

/// <summary>How far the pixels of a network that computes in bytes are from 255 times those of the same network in float32.</summary>
/// <param name="Mean">Mean of the distance, in grey levels.</param>
/// <param name="Within">Share of the pixels that are at most <see cref="Far"/> away.</param>
internal sealed record Int8Error(double Mean, double Within)
{
    /// <summary>A distance that is seen, in grey levels.</summary>
    public const int Far = 16;

    /// <summary>The largest <see cref="Mean"/> that is exported.</summary>
    public const double LargestMean = 1.5;

    /// <summary>The least <see cref="Within"/> that is exported.</summary>
    public const double LeastWithin = 0.999;

    /// <summary>Whether it may be exported.</summary>
    public bool IsSmall => Mean <= LargestMean && Within >= LeastWithin;

    public override string ToString() => Invariant(
        $"the mean is {Mean:0.00} grey levels from the network's, {100 * Within:0.000} % are within {Far}");
}

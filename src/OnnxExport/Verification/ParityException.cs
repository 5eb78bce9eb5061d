namespace VaePipeline.OnnxExport.Verification;

/// <summary>An exported graph computes something else than the module. Nothing was written under the final name.</summary>
internal sealed class ParityException : ExportException
{
    /// <param name="fileName">File that was compared.</param>
    /// <param name="worst">The largest difference.</param>
    /// <param name="tolerance">What was allowed.</param>
    /// <param name="layer">Where in the network the two part: a sentence, if it is known.</param>
    /// <param name="innerException">The error that this one explains, if any.</param>
    public ParityException(string fileName, ParityReport worst, double tolerance, string? layer = null, Exception? innerException = null)
        : base(
            Invariant($"{fileName}: output \"{worst.Output}\" at {worst.Index} of a batch of {worst.BatchSize} is {worst.Actual} and the module gives {worst.Expected}, ")
            + Invariant($"a difference of {worst.Difference:0.##E+0}; expected at most {tolerance:0.##E+0} * max(1, |value|). {(layer is null ? "" : layer + " ")}")
            + "The file was not written: report the network, or export it with other layers.",
            innerException)
    {
        Worst = worst;
    }

    /// <summary>The largest difference.</summary>
    public ParityReport Worst { get; }
}

namespace VaePipeline.Training.Export.Verification;

/// <summary>An exported graph computes something else than the module. Nothing was written under the final name.</summary>
internal sealed class ParityException : ExportException
{
    public ParityException()
    {
    }

    public ParityException(string message)
        : base(message)
    {
    }

    public ParityException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="fileName">File that was compared.</param>
    /// <param name="worst">The largest difference.</param>
    /// <param name="tolerance">What was allowed.</param>
    public ParityException(string fileName, ParityReport worst, double tolerance)
        : this(FormattableString.Invariant(
            $"{fileName}: output \"{worst.Output}\" at {worst.Index} of a batch of {worst.BatchSize} is {worst.Actual} and the module gives {worst.Expected}, ") + FormattableString.Invariant(
            $"a difference of {worst.Difference:0.##E+0}; expected at most {tolerance:0.##E+0} * max(1, |value|). The file was not written: report the network, or export it with other layers."))
    {
        Worst = worst;
    }

    /// <summary>The largest difference.</summary>
    public ParityReport? Worst { get; }
}

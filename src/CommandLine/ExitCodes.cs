namespace VaePipeline.CommandLine;

/// <summary>Exit codes of every command.</summary>
internal static class ExitCodes
{
    /// <summary>0: the work is done.</summary>
    public const int Done = 0;

    /// <summary>1: the work failed though usage and input were right (disk full, a parity check, a defect).</summary>
    public const int Failed = 1;

    /// <summary>2: wrong usage, a bad or missing input file, or an output path that cannot be written.</summary>
    public const int BadInput = 2;

    /// <summary>130: cancelled by the user, as a shell reports SIGINT.</summary>
    public const int Cancelled = 130;
}

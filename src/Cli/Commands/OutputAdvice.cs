namespace VaePipeline.Cli.Commands;

/// <summary>What errors about output advise.</summary>
internal static class OutputAdvice
{
    public const string Force = "Pass --force to replace it";
}

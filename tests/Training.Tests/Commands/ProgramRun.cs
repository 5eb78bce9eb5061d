using VaePipeline.CommandLine;
using VaePipeline.Training.Commands;

namespace VaePipeline.Training.Tests.Commands;

/// <summary>What one run of the program printed and returned.</summary>
internal sealed record ProgramRun(int ExitCode, string Out, string Error)
{
    public static async Task<ProgramRun> OfAsync(params string[] args) => await OfAsync(args, new StringWriter(), CancellationToken.None);

    public static async Task<ProgramRun> OfAsync(string[] args, TextWriter error, CancellationToken cancellationToken)
    {
        using var output = new StringWriter();
        int exitCode = await TrainingCommands.CreateProgram().RunAsync(args, new CommandConsole(output, error), cancellationToken);
        return new ProgramRun(exitCode, output.ToString(), error.ToString() ?? "");
    }
}

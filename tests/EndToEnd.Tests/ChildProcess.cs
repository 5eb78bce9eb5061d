using System.Diagnostics;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>Runs a program to its end.</summary>
internal static class ChildProcess
{
    /// <summary>Runs the <c>dotnet</c> that runs this test and returns what it printed. The test fails if it does not exit with 0.</summary>
    public static string Dotnet(string workingDirectory, IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        Run(SystemProgram.Dotnet, workingDirectory, arguments, environment);

    /// <summary>Runs lines of shell, up to the first that fails, and returns what they printed. The test fails if one does, and is skipped if there is no bash.</summary>
    public static string Shell(string workingDirectory, string lines, params (string Name, string Value)[] environment) =>
        Run(SystemProgram.OrSkip("bash", "bash", "-c", "true").FullPath, workingDirectory, ["-euo", "pipefail", "-c", lines], environment);

    /// <summary>Runs a program and gives what it printed; the test fails where it does not exit with 0.</summary>
    public static string Run(string program, string workingDirectory, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        (int exitCode, string output, string error) = RunToEnd(program, workingDirectory, arguments, environment);
        Assert.True(exitCode == 0, output + error);
        return output;
    }

    /// <summary>Runs a program that may fail.</summary>
    public static (int ExitCode, string Output, string Error) RunToEnd(
        string program, string workingDirectory, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}

using System.Diagnostics;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>Runs a program to its end.</summary>
internal static class ChildProcess
{
    /// <summary>Runs <c>dotnet</c> and gives what it printed; the test fails where it does not exit with 0.</summary>
    public static string Dotnet(string workingDirectory, IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        Run("dotnet", workingDirectory, arguments, environment);

    /// <summary>Runs lines of shell, to the first that fails, and gives what they printed; the test fails with them.</summary>
    public static string Shell(string workingDirectory, string lines, params (string Name, string Value)[] environment) =>
        Run("bash", workingDirectory, ["-euo", "pipefail", "-c", lines], environment);

    /// <summary>Runs a program and gives what it printed; the test fails where it does not exit with 0.</summary>
    public static string Run(string program, string workingDirectory, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
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
        Assert.True(process.ExitCode == 0, output + error.Result);
        return output;
    }
}

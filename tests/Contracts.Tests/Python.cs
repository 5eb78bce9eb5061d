using System.Diagnostics;

namespace VaePipeline.Contracts.Tests;

/// <summary>Runs Debian's own Python, an independent reader of the formats; tests skip where it is absent.</summary>
internal static class Python
{
    private const string Program = "/usr/bin/python3";

    public static void SkipWithout(string module)
        => Skip.If(!File.Exists(Program) || Run($"import {module}").ExitCode != 0, $"{Program} with {module} is not installed");

    /// <summary>Runs a script with arguments and gives what it printed, without the last line feed.</summary>
    public static string Print(string script, params string[] arguments)
    {
        (int exitCode, string output, string errors) = Run(script, arguments);
        Assert.True(exitCode == 0, errors);
        return output.TrimEnd('\n');
    }

    private static (int ExitCode, string Output, string Errors) Run(string script, params string[] arguments)
    {
        using Process process = new()
        {
            StartInfo = new ProcessStartInfo(Program, ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.StartInfo.Environment["PYTHONPATH"] = Path.Combine(AppContext.BaseDirectory, "Formats"); // For modules that scripts share.
        process.Start();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}

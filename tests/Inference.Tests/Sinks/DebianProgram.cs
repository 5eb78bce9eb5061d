using System.Diagnostics;

namespace VaePipeline.Inference.Tests.Sinks;

/// <summary>A program of Debian's that reads what we write; tests skip where it is absent.</summary>
internal static class DebianProgram
{
    /// <summary>Runs it and gives what it printed.</summary>
    public static byte[] Run(string program, params string[] arguments)
    {
        string path = "/usr/bin/" + program;
        Skip.IfNot(File.Exists(path), $"{path} is not installed");
        using Process process = new() { StartInfo = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
        process.Start();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {process.ExitCode}: {errors.Result}{System.Text.Encoding.UTF8.GetString(output.ToArray())}");
        return output.ToArray();
    }

    /// <summary>Runs it and gives its lines.</summary>
    public static string Print(string program, params string[] arguments)
        => System.Text.Encoding.UTF8.GetString(Run(program, arguments)).TrimEnd('\n');
}

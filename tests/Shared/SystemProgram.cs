using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace VaePipeline.Tests;

/// <summary>
/// A program outside this repository that a test runs. If it is missing or does not start, the test is skipped with the
/// reason, so that <c>dotnet test</c> needs only the .NET SDK. Call <see cref="OrSkip"/> in a <c>SkippableFact</c>, in a
/// <c>SkippableTheory</c> or in the constructor of their class. In a class fixture's constructor or in a plain
/// <c>Fact</c>, a skip counts as a failure.
/// </summary>
internal sealed class SystemProgram
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly ConcurrentDictionary<string, string?> Refusals = new(StringComparer.Ordinal);

    private SystemProgram(string path) => FullPath = path;

    /// <summary>Path of the <c>dotnet</c> that runs this test. It need not be on the PATH.</summary>
    public static string Dotnet { get; } = Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>Path of the program's file.</summary>
    public string FullPath { get; }

    /// <summary>Finds a program, or skips the test.</summary>
    /// <param name="name">Its name on the PATH, or its full path.</param>
    /// <param name="package">What to install if it is missing.</param>
    /// <param name="question">Arguments of a trial call that must exit with 0, made once for all tests. Without them, the file need only exist.</param>
    public static SystemProgram OrSkip(string name, string package, params string[] question)
    {
        Skip.If(OperatingSystem.IsWindows(), $"{name} is run on Linux and macOS only.");
        string? path = Find(name);
        Skip.If(path is null, $"{name} is missing: install {package} for this test.");
        var program = new SystemProgram(path);
        string? refusal = program.Refusal(question);
        Skip.If(refusal is not null, $"{name} {string.Join(' ', question)} fails ({refusal}): install {package} for this test.");
        return program;
    }

    /// <summary>Whether <see cref="OrSkip"/> would find the program.</summary>
    public static bool Works(string name, params string[] question) => Find(name) is { } path && new SystemProgram(path).Refusal(question) is null;

    /// <summary>Runs it and returns what it printed, without the last line feeds. The test fails if it does not exit with 0.</summary>
    public string Print(IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        Encoding.UTF8.GetString(Bytes(arguments, environment)).TrimEnd('\n');

    /// <summary>Runs it and returns the bytes that it printed. The test fails if it does not exit with 0.</summary>
    public byte[] Bytes(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        (int exitCode, byte[] output, string errors) = Run(arguments, environment);
        Assert.True(exitCode == 0, $"{FullPath}: {exitCode}: {errors}{Encoding.UTF8.GetString(output)}");
        return output;
    }

    /// <summary>Runs it until it exits, with any exit code. It is killed after five minutes.</summary>
    public (int ExitCode, byte[] Output, string Errors) Run(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(FullPath, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{FullPath} did not start.");
        using var patience = new Timer(_ => process.Kill(entireProcessTree: true), state: null, Patience, Timeout.InfiniteTimeSpan);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return (process.ExitCode, output.ToArray(), errors.GetAwaiter().GetResult());
    }

    private static string? Find(string name)
    {
        // Only root's PATH has the folders of the daemons.
        string[] folders = Path.IsPathRooted(name)
            ? [""]
            : [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0), "/usr/local/sbin", "/usr/sbin", "/sbin"];
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(CanBeRun);
    }

    private static bool CanBeRun(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & Executable) != 0;

    /// <summary>Why the trial call failed, or null if it did not.</summary>
    private string? Refusal(string[] question) =>
        question.Length == 0 ? null : Refusals.GetOrAdd(string.Join('\0', [FullPath, .. question]), _ => Try(question));

    private string? Try(string[] question)
    {
        try
        {
            (int exitCode, _, string errors) = Run(question);
            return exitCode == 0 ? null : errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()?.Trim() ?? FormattableString.Invariant($"exit code {exitCode}");
        }
        catch (Win32Exception error)
        {
            return error.Message;
        }
    }
}

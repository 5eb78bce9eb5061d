using System.Diagnostics;
using System.Runtime.Versioning;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>
/// Runs functions of scripts/provision.sh with a PATH that holds only the commands a test gives it,
/// so that machines without root, npm or a full feed can be acted out anywhere.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ProvisionSandbox : IDisposable
{
    private static readonly string[] RealCommands =
        ["bash", "cat", "cut", "dirname", "find", "flock", "grep", "head", "mkdir", "mktemp", "mv", "rm", "sed", "sha512sum", "sleep", "sort", "tail", "tar", "gzip", "touch", "uname"];

    private readonly string folder = Directory.CreateTempSubdirectory("vae-provision-").FullName;

    public ProvisionSandbox()
    {
        Directory.CreateDirectory(Bin);
        Directory.CreateDirectory(State);
        foreach (string command in RealCommands)
        {
            string real = new[] { "/usr/bin", "/bin" }.Select(place => Path.Combine(place, command)).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(Bin, command), real);
        }
    }

    public string State => Path.Combine(folder, ".vae");

    public string Log => Path.Combine(folder, "log");

    private string Bin => Path.Combine(folder, "bin");

    /// <summary>Adds a command that runs <paramref name="script"/>; $LOG is the file that <see cref="Log"/> names.</summary>
    public ProvisionSandbox With(string command, string script)
    {
        string path = Path.Combine(Bin, command);
        File.WriteAllText(path, "#!/usr/bin/env bash\n" + script + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    /// <summary>Starts <paramref name="script"/> with scripts/provision.sh sourced.</summary>
    public Process Start(string script, string? packageProvider = null)
    {
        ProcessStartInfo start = new("/bin/bash", ["-c", $"set -euo pipefail; root=$PWD; state={State}; source scripts/provision.sh; {script}"])
        {
            WorkingDirectory = RepositoryRoot.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = Bin;
        start.Environment["LOG"] = Log;
        start.Environment.Remove("PackageProvider");
        if (packageProvider is not null)
        {
            start.Environment["PackageProvider"] = packageProvider;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("bash did not start");
    }

    public (int ExitCode, string Error) Run(string script, string? packageProvider = null)
    {
        using Process process = Start(script, packageProvider);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

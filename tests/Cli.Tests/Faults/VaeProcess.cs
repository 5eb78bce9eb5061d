using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace VaePipeline.Cli.Tests.Faults;

/// <summary>The program as a process of its own, which can be fed, stopped and killed.</summary>
internal sealed class VaeProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;
    private bool _isFed;

    private VaeProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The built program.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "vae.dll");

    /// <summary>The model that comes with the repository: 28 x 28 images of two latents.</summary>
    public static string Model => PathOfModel();

    public bool HasExited => _process.HasExited;

    /// <summary>Where the program reads what a path of - stands for.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Starts it as a terminal would. A shell lets what it starts in the background ignore SIGINT, and so would a program that these tests start from there.</summary>
    public static VaeProcess Start(params string[] args) => OperatingSystem.IsLinux()
        ? Start(
            SystemProgram.OrSkip("env", "GNU coreutils 8.31 or newer", "--default-signal=INT", "true").FullPath,
            ["--default-signal=INT", SystemProgram.Dotnet, Program, .. args])
        : Start(SystemProgram.Dotnet, [Program, .. args]);

    /// <summary>Runs a line of a shell, in which <c>vae</c> is the program.</summary>
    public static VaeProcess Shell(string line) => Start(
        SystemProgram.OrSkip("bash", "bash", "-c", "true").FullPath,
        ["-c", $"vae() {{ \"{SystemProgram.Dotnet}\" \"{Program}\" \"$@\"; }}; {line}"]);

    /// <summary>Sends a signal, such as INT.</summary>
    public void Signal(string name) =>
        SystemProgram.OrSkip("/bin/sh", "a shell").Bytes(["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{name} {_process.Id}")]);

    /// <summary>Kills it as <c>kill -9</c> does.</summary>
    public void Kill() => _process.Kill();

    /// <summary>The files that it has mapped into its memory: proc(5).</summary>
    public string Maps() => File.ReadAllText($"/proc/{_process.Id}/maps");

    /// <summary>Its greatest resident memory, MiB, looked up until it ends. VmHWM of proc(5), which never falls.</summary>
    public double WaitForPeak()
    {
        double peak = 0;
        while (!_process.WaitForExit(20))
        {
            try
            {
                string? line = File.ReadLines($"/proc/{_process.Id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                peak = line is null ? peak : double.Parse(line["VmHWM:".Length..^" kB".Length], CultureInfo.InvariantCulture) / 1024;
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }

        return peak;
    }

    /// <summary>Gives it all of its input. A program that ends before has read what it wanted.</summary>
    public async Task FeedAsync(ReadOnlyMemory<byte> input)
    {
        _isFed = true;
        try
        {
            await Input.WriteAsync(input);
            Input.Close();
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Waits for its end, behind the rest of its input.</summary>
    public async Task<CommandRun> EndAsync(ReadOnlyMemory<byte> input = default)
    {
        if (!_isFed)
        {
            await FeedAsync(input);
        }

        await _process.WaitForExitAsync();
        return new CommandRun(_process.ExitCode, await _output, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static VaeProcess Start(string program, string[] args) => new(
        Process.Start(new ProcessStartInfo(program, args) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })
        ?? throw new InvalidOperationException($"{program} did not start"));

    private static string PathOfModel([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "..", "models", "mnist-2d")); // not null: a file in a folder
}

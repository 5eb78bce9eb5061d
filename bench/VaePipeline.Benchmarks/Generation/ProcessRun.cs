using System.Diagnostics;
using System.Globalization;

namespace VaePipeline.Benchmarks.Generation;

/// <summary>What a program took, from its start to its end.</summary>
/// <param name="Seconds">By the clock.</param>
/// <param name="PeakMegabytes">Its greatest resident memory, MiB, looked up twenty times a second; 0 where it was over before.</param>
/// <param name="Output">What it wrote to standard output.</param>
internal sealed record ProcessRun(double Seconds, double PeakMegabytes, string Output)
{
    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static ProcessRun Of(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!; // Not null: no shell.
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        double peak = 0;
        while (!process.WaitForExit(50))
        {
            peak = Math.Max(peak, PeakOf(process.Id));
        }

        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return process.ExitCode == 0
            ? new ProcessRun(seconds, peak, output.Result)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: it ended with {process.ExitCode}, {errors.Result.Trim()}; expected 0.");
    }

    // VmHWM of proc(5) never falls: the last look before the end is the peak, but for what the last moments add.
    private static double PeakOf(int process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.AsSpan(6, line.Length - 8), CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0; // It has just ended.
        }
    }
}

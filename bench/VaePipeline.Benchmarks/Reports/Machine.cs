using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Benchmarks.Reports;

/// <summary>What a measurement depends on besides the code.</summary>
internal static class Machine
{
    /// <summary>Name and value of each fact, as they are now.</summary>
    /// <param name="command">The command line, without the program.</param>
    public static IReadOnlyList<(string Name, string Value)> Describe(string command) =>
    [
        ("Command", command),
        ("Date", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
        ("CPU", CpuModel()),
        ("Cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
        ("Load average before the run", FirstLine("/proc/loadavg")),
        ("OS", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}"),
        ("Runtime", RuntimeInformation.FrameworkDescription),
        ("Microsoft.ML", Build.VersionOf(typeof(MLContext).Assembly)),
        ("ONNX Runtime", OrtEnv.Instance().GetVersionString()),
    ];

    private static string CpuModel()
    {
        const string Info = "/proc/cpuinfo";
        string? line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static string FirstLine(string path) => File.Exists(path) ? File.ReadLines(path).First() : "unknown";
}

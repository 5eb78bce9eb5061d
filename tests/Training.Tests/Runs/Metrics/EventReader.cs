using System.Diagnostics;
using System.Text.Json;

namespace VaePipeline.Training.Tests.Runs.Metrics;

/// <summary>Reads event files with Debian's python3-protobuf, by the script that also tests the writer; it checks all checksums.</summary>
internal static class EventReader
{
    // Debian's own interpreter: another python3 on the path would not see its packages.
    private const string Python = "/usr/bin/python3";

    /// <summary>All values of some files, in their order, as <c>50 train/reconstruction 301.25</c>. Skips the test where there is no protobuf.</summary>
    public static async Task<string[]> ReadAsync(params string[] paths)
    {
        var (hasProtobuf, _, _) = await RunAsync("-c", "import google.protobuf");
        Skip.IfNot(hasProtobuf, $"{Python} has no package google.protobuf: install python3-protobuf for this test.");

        var (isRead, output, errors) = await RunAsync([Path.Combine(AppContext.BaseDirectory, "read_events.py"), .. paths]);
        Assert.True(isRead, errors);
        return
        [
            .. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Where(value => value.TryGetProperty("tag", out _))
                .Select(value => $"{value.GetProperty("step")} {value.GetProperty("tag")} {value.GetProperty("value").GetSingle().ToString(System.Globalization.CultureInfo.InvariantCulture)}"),
        ];
    }

    private static async Task<(bool Success, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{Python} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode == 0, await output, await errors);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace VaePipeline.Training.Tests.Metrics;

/// <summary>Reads event files with Python's protobuf, by read_events.py, which checks all checksums.</summary>
internal static class EventReader
{
    /// <summary>The Python module that it needs.</summary>
    public const string Module = "google.protobuf";

    /// <summary>All values of some files, in order, such as <c>50 train/reconstruction 301.25</c>. Skips the test if there is no protobuf.</summary>
    public static string[] Read(params string[] paths) =>
    [
        .. Values(paths).Select(value => $"{value.GetProperty("step")} {value.GetProperty("tag")} {value.GetProperty("value").GetSingle().ToString(CultureInfo.InvariantCulture)}"),
    ];

    /// <summary>The times of these values, in seconds since 1970.</summary>
    public static double[] Times(params string[] paths) => [.. Values(paths).Select(value => value.GetProperty("time").GetDouble())];

    private static IEnumerable<JsonElement> Values(string[] paths)
    {
        (int exitCode, byte[] output, string errors) = Python.RunFile(Module, Path.Combine("Metrics", "read_events.py"), paths);
        Assert.True(exitCode == 0, errors);
        return Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(value => value.TryGetProperty("tag", out _));
    }
}

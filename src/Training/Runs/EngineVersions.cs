using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace VaePipeline.Training.Runs;

/// <summary>What this program is made of, as model cards and <c>--version</c> name it.</summary>
internal static class EngineVersions
{
    /// <summary>Where the ML packages came from: <c>nuget</c> or <c>compat</c>.</summary>
    public static string PackageProvider { get; } = typeof(EngineVersions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(attribute => attribute.Key == "PackageProvider")?.Value ?? "unknown";

    /// <summary>Version of this program.</summary>
    public static string Program { get; } = VersionOf(typeof(EngineVersions).Assembly);

    /// <summary>Versions by name.</summary>
    public static ImmutableSortedDictionary<string, string> All() => new Dictionary<string, string>
    {
        ["VaePipeline"] = Program,
        ["PackageProvider"] = PackageProvider,
        [".NET"] = RuntimeInformation.FrameworkDescription.Replace(".NET ", "", StringComparison.Ordinal),
        ["TorchSharp"] = VersionOf(typeof(torch).Assembly),
        ["libtorch"] = torch.__version__,
        ["ONNX Runtime"] = OrtEnv.Instance().GetVersionString(),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    // Up to a "+", behind which builds put their commit.
    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version?.ToString(3) ?? "unknown";
}

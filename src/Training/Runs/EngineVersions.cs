using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace VaePipeline.Training.Runs;

/// <summary>What this program is made of, as model cards and <c>--version</c> name it.</summary>
internal static class EngineVersions
{
    /// <summary>Version of this program.</summary>
    public static string Program { get; } = VersionOf(typeof(EngineVersions).Assembly);

    /// <summary>Versions by name, in order.</summary>
    public static SortedDictionary<string, string> All() => new(StringComparer.Ordinal)
    {
        ["VaePipeline"] = Program,
        [".NET"] = RuntimeInformation.FrameworkDescription.Replace(".NET ", "", StringComparison.Ordinal),
        ["TorchSharp"] = VersionOf(typeof(torch).Assembly),
        ["libtorch"] = Version.Parse(torch.__version__).ToString(3),
        ["ONNX Runtime"] = OrtEnv.Instance().GetVersionString(),
    };

    // Up to a "+", behind which builds put their commit.
    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version?.ToString(3) ?? "unknown";
}

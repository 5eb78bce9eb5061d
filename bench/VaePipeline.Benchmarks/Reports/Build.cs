using System.Reflection;

namespace VaePipeline.Benchmarks.Reports;

/// <summary>What this program was built from.</summary>
internal static class Build
{
    /// <summary>A file of the repository.</summary>
    public static string RepositoryFile(params string[] parts) => Path.Combine([Metadata("RepositoryRoot"), .. parts]);

    /// <summary>The package version of an assembly: its assembly version often stays 1.0.0.0.</summary>
    public static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private static string Metadata(string key) => typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(attribute => attribute.Key == key)?.Value
        ?? throw new InvalidOperationException($"this build does not record its {key}; expected the build of the repository. Build with dotnet build.");
}

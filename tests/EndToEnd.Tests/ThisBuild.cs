using System.Reflection;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>The properties of the build that made these tests, for builds that shall be like it.</summary>
internal static class ThisBuild
{
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Name;

    public static string PackageProvider { get; } = Metadata("PackageProvider");

    /// <summary>The global packages folder, where the real packages lie if this build uses them.</summary>
    public static string PackageCache { get; } = Metadata("NuGetPackageRoot");

    public static string MicrosoftMLVersion { get; } = WithoutBrackets("MicrosoftMLVersion");

    public static string OnnxRuntimeVersion { get; } = WithoutBrackets("OnnxRuntimeVersion");

    /// <summary>Arguments that give another MSBuild call the same properties.</summary>
    public static string[] Arguments { get; } =
    [
        "-c", Configuration,
        $"-p:PackageProvider={PackageProvider}",
        $"-p:ArtifactsPath={Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", ".."))}",
        $"-p:MicrosoftMLVersion={Metadata("MicrosoftMLVersion")}",
        $"-p:OnnxRuntimeVersion={Metadata("OnnxRuntimeVersion")}",
    ];

    private static string WithoutBrackets(string key) => Metadata(key).Trim('[', ']');

    private static string Metadata(string key) =>
        typeof(ThisBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value ?? "";
}

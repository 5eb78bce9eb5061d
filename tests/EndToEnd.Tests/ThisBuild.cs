using System.Reflection;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>The properties of the build that made these tests, for builds that shall be like it.</summary>
internal static class ThisBuild
{
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Name;

    /// <summary>The global packages folder, where the packages of this build lie.</summary>
    public static string PackageCache { get; } = Metadata("NuGetPackageRoot");

    /// <summary>The oldest Microsoft.ML that our packages work with.</summary>
    public static string MinimumMicrosoftML { get; } = Metadata("MinimumMicrosoftMLVersion");

    /// <summary>Arguments that give another MSBuild call the same properties.</summary>
    public static string[] Arguments { get; } =
    [
        "-c", Configuration,
        $"-p:ArtifactsPath={Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", ".."))}",
    ];

    /// <summary>The version of a package that this build uses.</summary>
    public static string Version(string package) => Metadata(package);

    private static string Metadata(string key) =>
        typeof(ThisBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value ?? "";
}

namespace VaePipeline.EndToEnd.Tests.Packages;

/// <summary>
/// A console project as a user starts one, in a folder of its own. It sees our packages in the local feed and all others
/// in the package cache of this build, and keeps what it restores to itself.
/// </summary>
internal sealed class ConsumerProject
{
    private readonly string _folder;

    /// <summary>Restores and builds it.</summary>
    /// <param name="feed">Where our packages are.</param>
    /// <param name="program">The text of Program.cs.</param>
    /// <param name="packages">What it references.</param>
    public ConsumerProject(LocalFeed feed, string program, params (string Id, string Version)[] packages)
    {
        _folder = feed.NewFolder("Consumer");
        File.WriteAllText(Path.Combine(_folder, "Program.cs"), program);
        File.WriteAllText(Path.Combine(_folder, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="local" value="{feed.Feed}" />
                <add key="cache" value="{ThisBuild.PackageCache}" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="local"><package pattern="VaePipeline.*" /></packageSource>
                <packageSource key="cache"><package pattern="*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(_folder, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <RestorePackagesPath>packages</RestorePackagesPath>
                <RestoreFallbackFolders>{feed.Fallback}</RestoreFallbackFolders>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(packages.Select(package => $"<PackageReference Include=\"{package.Id}\" Version=\"{package.Version}\" />"))}
              </ItemGroup>
            </Project>
            """);
        ChildProcess.Dotnet(_folder, ["build", "--disable-build-servers", "-o", Output]);
    }

    /// <summary>The built program's folder.</summary>
    public string Output => Path.Combine(_folder, "out");

    /// <summary>Version of a package's assembly in the program.</summary>
    public string VersionOf(string assembly) =>
        System.Diagnostics.FileVersionInfo.GetVersionInfo(Path.Combine(Output, assembly + ".dll")).ProductVersion?.Split('+')[0] ?? "";

    /// <summary>Runs it and gives what it printed.</summary>
    public string Run(string workingDirectory, params (string Name, string Value)[] environment) =>
        ChildProcess.Dotnet(workingDirectory, [Path.Combine(Output, "Consumer.dll")], environment);
}

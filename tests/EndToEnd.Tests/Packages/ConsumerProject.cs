namespace VaePipeline.EndToEnd.Tests.Packages;

/// <summary>A console project as a user starts one, that sees the local feed alone and keeps its packages to itself.</summary>
internal static class ConsumerProject
{
    /// <summary>Builds a program on VaePipeline.Inference and runs it.</summary>
    /// <param name="feed">Where the packages are.</param>
    /// <param name="version">The version of VaePipeline.Inference.</param>
    /// <param name="program">The text of Program.cs.</param>
    /// <param name="workingDirectory">Where the program runs.</param>
    /// <returns>What it printed.</returns>
    public static string BuildAndRun(LocalFeed feed, string version, string program, string workingDirectory)
    {
        string folder = feed.NewFolder("Consumer");
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        File.WriteAllText(Path.Combine(folder, "nuget.config"), NuGetConfig(feed.Feed));
        File.WriteAllText(Path.Combine(folder, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="VaePipeline.Inference" Version="{version}" />
              </ItemGroup>
            </Project>
            """);

        ChildProcess.Dotnet(folder, ["build", "--disable-build-servers", "-o", "out"], ("NUGET_PACKAGES", Path.Combine(folder, "packages")));
        return ChildProcess.Dotnet(workingDirectory, [Path.Combine(folder, "out", "Consumer.dll")], ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"));
    }

    // With the real packages their cache is a feed too, for all but our own, which may lie there from another day.
    private static string NuGetConfig(string feed) => ThisBuild.PackageProvider == "compat"
        ? $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="local" value="{feed}" />
              </packageSources>
            </configuration>
            """
        : $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="local" value="{feed}" />
                <add key="cache" value="{ThisBuild.PackageCache}" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="local"><package pattern="VaePipeline.*" /></packageSource>
                <packageSource key="cache"><package pattern="*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            """;
}

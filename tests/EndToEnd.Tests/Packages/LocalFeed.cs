namespace VaePipeline.EndToEnd.Tests.Packages;

/// <summary>
/// A temporary folder with our packages, made by <c>dotnet pack</c> from this build; where this build uses the
/// stand-ins of compat/, packages made of those lie beside them under the real names.
/// </summary>
public sealed class LocalFeed : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vae-packages-").FullName;

    public LocalFeed()
    {
        try
        {
            Directory.CreateDirectory(Feed);
            PackOutput = string.Concat(new[] { "Contracts", "Inference" }.Select(project => ChildProcess.Dotnet(
                RepositoryRoot.Path,
                ["pack", Path.Combine("src", project), "--no-build", "--disable-build-servers", "-o", Feed, .. ThisBuild.Arguments])));
            if (ThisBuild.PackageProvider == "compat")
            {
                StandInPackages.Write(Feed);
            }
        }
        catch
        {
            // Nobody disposes what was never made.
            Dispose();
            throw;
        }
    }

    /// <summary>What the packing printed.</summary>
    public string PackOutput { get; }

    /// <summary>The folder of the packages.</summary>
    public string Feed => Path.Combine(_folder, "feed");

    /// <summary>The only file of that kind, such as <c>VaePipeline.Inference.*.nupkg</c>.</summary>
    public string File(string pattern) => Assert.Single(Directory.GetFiles(Feed, pattern));

    /// <summary>A new folder that goes with the feed.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

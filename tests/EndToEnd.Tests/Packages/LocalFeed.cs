namespace VaePipeline.EndToEnd.Tests.Packages;

/// <summary>A temporary folder with our packages, made by <c>dotnet pack</c> from this build.</summary>
public sealed class LocalFeed : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vae-packages-").FullName;

    public LocalFeed()
    {
        try
        {
            Directory.CreateDirectory(Feed);
            foreach (string project in new[] { "Contracts", "Inference", "OnnxExport", "TorchSharpLoader" })
            {
                ChildProcess.Dotnet(
                    RepositoryRoot.Path,
                    ["pack", Path.Combine("src", project), "--no-build", "--disable-build-servers", "-o", Feed, .. ThisBuild.Arguments]);
            }

            LinkCache();
        }
        catch
        {
            // Nobody disposes what was never made.
            Dispose();
            throw;
        }
    }

    /// <summary>The folder of the packages.</summary>
    public string Feed => Path.Combine(_folder, "feed");

    /// <summary>
    /// The package cache of this build without our own packages, which may lie there from another day: links to the
    /// folders of all others, so that nothing of libtorch has to be unpacked again.
    /// </summary>
    public string Fallback => Path.Combine(_folder, "fallback");

    /// <summary>The only file of that kind, such as <c>VaePipeline.Inference.*.nupkg</c>.</summary>
    public string File(string pattern) => Assert.Single(Directory.GetFiles(Feed, pattern));

    /// <summary>A new folder that goes with the feed.</summary>
    public string NewFolder(string name)
    {
        string folder = Path.Combine(_folder, name, Guid.NewGuid().ToString("N"));
        return Directory.CreateDirectory(folder).FullName;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void LinkCache()
    {
        Directory.CreateDirectory(Fallback);
        foreach (string package in Directory.GetDirectories(ThisBuild.PackageCache))
        {
            if (!Path.GetFileName(package).StartsWith("vaepipeline.", StringComparison.Ordinal))
            {
                Directory.CreateSymbolicLink(Path.Combine(Fallback, Path.GetFileName(package)), package);
            }
        }
    }
}

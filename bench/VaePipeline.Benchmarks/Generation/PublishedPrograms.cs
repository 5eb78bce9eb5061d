using VaePipeline.Benchmarks.Reports;

namespace VaePipeline.Benchmarks.Generation;

/// <summary>Programs as they are built for release: <c>dotnet publish</c>, without training, with code for this kind of machine (ReadyToRun), and with the framework.</summary>
/// <param name="Vae">The command.</param>
/// <param name="BareDecode">ONNX Runtime alone decodes one row.</param>
internal sealed record PublishedPrograms(string Vae, string BareDecode)
{
    /// <summary>Publishes both.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="progress">Receives a line for each.</param>
    public static PublishedPrograms Publish(string folder, TextWriter progress)
    {
        string vae = Path.Combine(folder, "vae"), bare = Path.Combine(folder, "bare");
        Publish(Build.RepositoryFile("src", "Cli"), vae, progress);
        Publish(Build.RepositoryFile("bench", "VaePipeline.Benchmarks.BareDecode"), bare, progress);
        return new PublishedPrograms(Path.Combine(vae, "vae"), Path.Combine(bare, "bare-decode"));
    }

    private static void Publish(string project, string output, TextWriter progress)
    {
        progress.WriteLine($"publishing {Path.GetFileName(project)}");
        ProcessRun.Of(
            "dotnet", "publish", project, "--configuration", "Release", "--use-current-runtime", "--self-contained", "true", "-p:Training=false",
            "--property", "PublishReadyToRun=true", "--property", "PublishReadyToRunComposite=true", "--output", output, "--verbosity", "quiet");
    }
}

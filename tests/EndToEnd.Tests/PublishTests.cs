namespace VaePipeline.EndToEnd.Tests;

/// <summary>The program for machines that only generate.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public void Program_without_training_has_no_torch_and_generates()
    {
        // Its own artifacts: the packages of a project are those of its last restore.
        ChildProcess.Dotnet(
            RepositoryRoot.File("."),
            ["publish", "src/Cli", "-c", "Release", "-p:Training=false", "-p:PublishReadyToRun=false", $"-p:ArtifactsPath={_folder["artifacts"]}", "-o", _folder["published"], "-nologo", "-nodeReuse:false"]);

        string[] files = [.. Directory.EnumerateFiles(_folder["published"], "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file))];
        Assert.Contains("vae.dll", files);
        Assert.DoesNotContain(files, file => file.Contains("torch", StringComparison.OrdinalIgnoreCase) || file.Contains("Training", StringComparison.Ordinal));
        Assert.DoesNotContain("torch", File.ReadAllText(_folder["published/vae.deps.json"]), StringComparison.OrdinalIgnoreCase);

        string help = ChildProcess.Dotnet(_folder.FolderPath, [_folder["published/vae.dll"], "--help"]);
        Assert.DoesNotContain("  train ", help, StringComparison.Ordinal);
        Assert.Contains("  generate ", help, StringComparison.Ordinal);
        string version = ChildProcess.Dotnet(_folder.FolderPath, [_folder["published/vae.dll"], "--version"]);
        Assert.DoesNotContain("TorchSharp", version, StringComparison.Ordinal);
        ChildProcess.Dotnet(
            _folder.FolderPath,
            [_folder["published/vae.dll"], "generate", RepositoryRoot.File("samples", "latents.csv"), "--model", RepositoryRoot.File("models", "mnist-2d"), "--output", "digits.png"]);
        Assert.True(File.Exists(_folder["digits.png"]));
    }
}

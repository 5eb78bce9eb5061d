namespace VaePipeline.Contracts.Tests;

/// <summary>A folder of its own for one test, removed at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => FolderPath = Directory.CreateTempSubdirectory("vae-contracts-").FullName;

    public string FolderPath { get; }

    public string this[string name] => Path.Combine(FolderPath, name);

    /// <summary>Writes a file and gives its path.</summary>
    public string Put(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public string Put(string name, string text) => Put(name, System.Text.Encoding.UTF8.GetBytes(text));

    public void Dispose() => Directory.Delete(FolderPath, recursive: true);
}

namespace VaePipeline.Tests;

/// <summary>A new folder for one test, deleted with all that is in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => FolderPath = Directory.CreateTempSubdirectory("vae-test-").FullName;

    public string FolderPath { get; }

    /// <summary>Path of a file or folder in it.</summary>
    public string this[string name] => Path.Combine(FolderPath, name);

    /// <summary>Writes a file and returns its path.</summary>
    public string Put(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    /// <summary>Writes a file in UTF-8 and returns its path.</summary>
    public string Put(string name, string text) => Put(name, System.Text.Encoding.UTF8.GetBytes(text));

    public void Dispose() => Directory.Delete(FolderPath, recursive: true);
}

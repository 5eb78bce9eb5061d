namespace VaePipeline.EndToEnd.Tests;

/// <summary>Exports a copy of the shipped model in a process of its own.</summary>
internal static class ExportedModel
{
    /// <summary>Copies card and weights into a new folder and exports there.</summary>
    /// <param name="folder">Folder for the copy.</param>
    /// <param name="options">Further options of <c>vae export</c>.</param>
    /// <returns>The copy's folder.</returns>
    public static string Export(string folder, params string[] options)
    {
        string copy = Path.Combine(folder, "model");
        Directory.CreateDirectory(copy);
        foreach (string file in new[] { "model.json", "weights.safetensors" })
        {
            File.Copy(RepositoryRoot.File("models", "mnist-2d", file), Path.Combine(copy, file));
        }

        // Another culture and time zone: neither may show in the files.
        ChildProcess.Dotnet(
            folder, [Path.Combine(AppContext.BaseDirectory, "VaePipeline.Training.dll"), "export", copy, .. options], ("LANG", "de_DE.UTF-8"), ("LC_ALL", "de_DE.UTF-8"), ("TZ", "Asia/Tokyo"));
        return copy;
    }
}

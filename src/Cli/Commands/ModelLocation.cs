namespace VaePipeline.Cli.Commands;

/// <summary>Finds the model that is used where none is named: the one that comes with the repository.</summary>
internal static class ModelLocation
{
    private static readonly string DefaultModel = Path.Combine("models", "mnist-2d");

    /// <summary>The model that the user named, or <c>models/mnist-2d</c> in the nearest folder from the program's own upwards.</summary>
    /// <param name="named">What the user named; null for the default.</param>
    /// <param name="programFolder">Where the search begins.</param>
    /// <returns>A path that exists, for the default; <paramref name="named"/> as it is, otherwise.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no default model in any of the folders.</exception>
    public static string Resolve(string? named, string programFolder)
    {
        if (named is not null)
        {
            return named;
        }

        for (DirectoryInfo? folder = new(programFolder); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, DefaultModel);
            if (File.Exists(Path.Combine(candidate, "model.json")))
            {
                string relative = Path.GetRelativePath(Environment.CurrentDirectory, candidate);
                return relative.StartsWith("..", StringComparison.Ordinal) ? candidate : relative;
            }
        }

        throw new DirectoryNotFoundException(
            $"{DefaultModel}: not found in {programFolder} or a folder above it; expected the model that comes with the repository. Name another one with --model, or train one with \"vae train\".");
    }
}

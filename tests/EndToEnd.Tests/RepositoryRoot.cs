namespace VaePipeline.EndToEnd.Tests;

/// <summary>Where the checkout lies that these tests were built from.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    public static string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            if (System.IO.File.Exists(System.IO.Path.Combine(at.FullName, "VaePipeline.sln")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException($"{folder}: no folder above it holds VaePipeline.sln. Run the tests from a checkout.");
    }
}

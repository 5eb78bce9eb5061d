namespace VaePipeline.Data.Sets;

/// <summary>A published data set in MNIST's layout that can be downloaded.</summary>
/// <param name="Name">Name as an option and in model cards.</param>
/// <param name="Licence">Licence of the images, with its holder.</param>
/// <param name="Mirrors">Base addresses, each ending in a slash; a file's address is one of them, its name and <c>.gz</c>.</param>
/// <param name="Files">The four files.</param>
internal sealed record KnownDataSet(string Name, string Licence, IReadOnlyList<Uri> Mirrors, IReadOnlyList<KnownFile> Files)
{
    /// <summary>One of the files by its IDX name.</summary>
    public KnownFile File(string name) => Files.Single(file => file.Name == name);
}

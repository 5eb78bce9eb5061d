namespace VaePipeline.Data.Formats;

/// <summary>Files and sub-folders of a folder, hidden ones left out, in ordinal order.</summary>
public static class FolderContents
{
    private static readonly EnumerationOptions Visible = new();

    /// <summary>Paths of files.</summary>
    /// <param name="folder">The folder; those below it are not looked into.</param>
    public static string[] Files(string folder) => [.. Directory.EnumerateFiles(folder, "*", Visible).Order(StringComparer.Ordinal)];

    /// <summary>Paths of sub-folders.</summary>
    public static string[] Folders(string folder) => [.. Directory.EnumerateDirectories(folder, "*", Visible).Order(StringComparer.Ordinal)];

    /// <summary>What a folder holds, such as <c>3 files (2 .jpg, 1 .txt) and 1 folder</c>.</summary>
    public static string Describe(string folder)
    {
        string[] files = Files(folder);
        var kinds = files.CountBy(file => Path.GetExtension(file) is { Length: > 0 } extension ? extension : "without extension")
            .OrderByDescending(kind => kind.Value).ThenBy(kind => kind.Key, StringComparer.Ordinal).ToArray();
        string text = kinds.Length == 0 ? "no files" : Invariant($"{Counted(files.Length, "file")} ({string.Join(", ", kinds.Take(4).Select(kind => Invariant($"{kind.Value} {kind.Key}")))}{(kinds.Length > 4 ? ", …" : "")})");
        int folders = Folders(folder).Length;
        return folders == 0 ? text : $"{text} and {Counted(folders, "folder")}";
    }

    private static string Counted(int count, string noun) => Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");
}

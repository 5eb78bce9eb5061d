using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Contracts.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_replaces_the_old_file_and_leaves_nothing_else()
    {
        string path = _folder.Put("a.txt", "old");

        AtomicFile.Write(path, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FolderPath));
    }

    [Fact]
    public void Write_that_fails_leaves_the_old_file_whole_and_no_temporary()
    {
        string path = _folder.Put("a.txt", "old");

        Assert.Throws<BadInputException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new BadInputException("stop");
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FolderPath));
    }

    [Fact]
    public void Commit_publishes_only_at_the_end()
    {
        string path = _folder["a.txt"];
        using AtomicFileStream stream = AtomicFile.Create(path);
        stream.Write("text"u8);
        stream.Flush();

        Assert.False(File.Exists(path));
        stream.Commit();
        Assert.Equal("text", File.ReadAllText(path));
        Assert.Throws<InvalidOperationException>(stream.Commit);
    }

    [Fact]
    public async Task Dispose_without_commit_removes_the_temporary()
    {
        await using (AtomicFileStream stream = AtomicFile.Create(_folder["a.txt"]))
        {
            stream.Write("text"u8);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder.FolderPath));
    }

    [Fact]
    public void Create_without_overwrite_refuses_an_existing_file()
    {
        string path = _folder.Put("a.txt", "old");

        UnwritableOutputException error = Assert.Throws<UnwritableOutputException>(() => AtomicFile.Create(path, overwrite: false));

        Assert.Equal($"{path}: the file exists already; expected a new file. Choose another name, or ask for it to be replaced.", error.Message);
    }

    [Fact]
    public void Commit_without_overwrite_refuses_a_file_that_appeared_meanwhile()
    {
        string path = _folder["a.txt"];
        using AtomicFileStream stream = AtomicFile.Create(path, overwrite: false);
        File.WriteAllText(path, "other");

        UnwritableOutputException error = Assert.Throws<UnwritableOutputException>(stream.Commit);

        Assert.StartsWith($"{path}: the file exists already;", error.Message, StringComparison.Ordinal);
        Assert.Equal("other", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FolderPath));
    }

    [Fact]
    public void Commit_refuses_a_name_that_became_a_folder()
    {
        string path = _folder["a"];
        using AtomicFileStream stream = AtomicFile.Create(path);
        Directory.CreateDirectory(path);

        UnwritableOutputException error = Assert.Throws<UnwritableOutputException>(stream.Commit);

        Assert.Equal($"{path}: is a folder; expected a file to write. Choose another name.", error.Message);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FolderPath));
    }

    [Fact]
    public void Create_in_a_missing_folder_names_it()
    {
        string path = _folder["none/a.txt"];

        UnwritableOutputException error = Assert.Throws<UnwritableOutputException>(() => AtomicFile.Create(path));

        Assert.Equal($"{path}: the folder {_folder["none"]} does not exist; expected an existing folder. Create it, or choose another path.", error.Message);
    }

    [Fact]
    public void Create_that_fails_leaves_nothing_for_the_finalizer_to_trip_over()
    {
        UnwritableOutputException error = CreateBelowNothing();

        // A throw in a finalizer ends the whole process.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);

        // In a method of its own, so that no register keeps the half-made stream alive.
        UnwritableOutputException CreateBelowNothing() =>
            Assert.Throws<UnwritableOutputException>(() => AtomicFile.Create(Path.Combine(_folder.FolderPath, "none", "a.txt")));
    }

    [Fact]
    public void Create_on_a_folder_is_refused()
    {
        UnwritableOutputException error = Assert.Throws<UnwritableOutputException>(() => AtomicFile.Create(_folder.FolderPath));

        Assert.Equal($"{_folder.FolderPath}: is a folder; expected a file to write. Add a file name.", error.Message);
    }

    [SkippableFact]
    public void Create_on_a_device_is_refused()
    {
        Skip.If(OperatingSystem.IsWindows(), "devices are files on Unix only");

        UnwritableOutputException error = Assert.Throws<UnwritableOutputException>(() => AtomicFile.Create("/dev/null"));

        Assert.Equal("/dev/null: is a device; expected a file to write. Name a file in a folder.", error.Message);
    }

    [SkippableFact]
    public void Create_below_a_file_is_refused()
    {
        Skip.If(OperatingSystem.IsWindows(), "the message is the system's");
        string path = Path.Combine(_folder.Put("a.txt", "old"), "b.txt");

        UnwritableOutputException error = Assert.Throws<UnwritableOutputException>(() => AtomicFile.Create(path));

        Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_folder["a.txt"]));
    }

    [SkippableFact]
    public void Write_through_a_link_replaces_what_it_points_at()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege there");
        string path = _folder.Put("a.txt", "old");
        File.CreateSymbolicLink(_folder["link"], path);

        AtomicFile.Write(_folder["link"], stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(path, File.ResolveLinkTarget(_folder["link"], returnFinalTarget: true)?.FullName);
    }
}

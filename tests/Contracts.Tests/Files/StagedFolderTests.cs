using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Contracts.Tests.Files;

public sealed class StagedFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StagedFolderTests() => Directory.CreateDirectory(_folder["target"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Dispose_removes_the_folder_unless_it_is_kept()
    {
        using (new StagedFolder(_folder["gone"]))
        {
            _folder.Put("gone/a", "");
        }

        using (StagedFolder kept = new(_folder["kept"]))
        {
            kept.Keep();
        }

        Assert.False(Directory.Exists(_folder["gone"]));
        Assert.True(Directory.Exists(_folder["kept"]));
    }

    [Fact]
    public void What_a_killed_process_left_is_deleted()
    {
        Directory.CreateDirectory(_folder["new"]);
        _folder.Put("new/half", "");

        using StagedFolder folder = new(_folder["new"]);

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullPath));
    }

    [Fact]
    public void MoveFiles_moves_all_files_and_the_last_one_last()
    {
        using StagedFolder folder = new(_folder["new"]);
        _folder.Put("new/a", "1");
        _folder.Put("new/b", "2");
        _folder.Put("new/c", "3");
        Directory.CreateDirectory(_folder["target/c"]);

        // Stopped at c, which is a folder there: a, the last one, has not moved.
        string message = Assert.Throws<UnwritableOutputException>(() => StagedFolder.MoveFiles(folder.FullPath, _folder["target"], last: "a", overwrite: true)).Message;
        Directory.Delete(_folder["target/c"]);

        Assert.Equal($"{_folder["target/c"]}: is a folder; expected a file to write. Choose another name.", message);
        Assert.Equal([_folder["target/b"]], Directory.EnumerateFileSystemEntries(_folder["target"]));
        Assert.Equal(["a", "c"], StagedFolder.MoveFiles(folder.FullPath, _folder["target"], last: "a", overwrite: true));
        Assert.Equal("1", File.ReadAllText(_folder["target/a"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullPath));
    }

    [Fact]
    public void MoveFiles_without_overwrite_refuses_a_name_that_is_taken()
    {
        using StagedFolder folder = new(_folder["new"]);
        _folder.Put("new/a", "new");
        _folder.Put("target/a", "old");

        string message = Assert.Throws<UnwritableOutputException>(() => StagedFolder.MoveFiles(folder.FullPath, _folder["target"], last: "a", overwrite: false)).Message;

        Assert.Equal($"{_folder["target/a"]}: the file exists already; expected a new file. Choose another name, or ask for it to be replaced.", message);
        Assert.Equal("old", File.ReadAllText(_folder["target/a"]));
        Assert.Equal("new", File.ReadAllText(_folder["new/a"]));
    }

    [SkippableFact]
    public void MoveFiles_writes_where_a_link_points()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows needs a privilege for symbolic links.");
        using StagedFolder folder = new(_folder["new"]);
        _folder.Put("new/a", "new");
        _folder.Put("elsewhere", "old");
        File.CreateSymbolicLink(_folder["target/a"], _folder["elsewhere"]);

        StagedFolder.MoveFiles(folder.FullPath, _folder["target"], last: "a", overwrite: true);

        Assert.Equal("new", File.ReadAllText(_folder["elsewhere"]));
        Assert.NotNull(new FileInfo(_folder["target/a"]).LinkTarget);
    }
}

using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Contracts.Tests.Files;

public sealed class WorkFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string WorkPath => _folder["a/work"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_makes_the_folder_with_its_parents_and_locks_it_until_it_is_disposed()
    {
        using (WorkFolder first = Open())
        {
            Assert.True(first.IsNew);
            Assert.Equal(
                "mine: another run is writing into this folder; expected one at a time. Wait for it, or choose another --output.",
                Assert.Throws<UnwritableOutputException>(Open).Message);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(WorkPath));
        using WorkFolder second = Open();
        Assert.False(second.IsNew);
    }

    [Fact]
    public void Open_takes_a_folder_whose_process_was_killed()
    {
        Directory.CreateDirectory(WorkPath);
        File.WriteAllText(Path.Combine(WorkPath, "lock"), "");

        using WorkFolder folder = Open();

        Assert.Equal(WorkPath, folder.FullPath);
    }

    [Fact]
    public void Open_whose_check_fails_makes_nothing()
    {
        Assert.Equal("no", Assert.Throws<InvalidOperationException>(() => WorkFolder.Open(WorkPath, "mine", () => throw new InvalidOperationException("no"))).Message);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.FolderPath));
    }

    [Fact]
    public void Open_whose_check_fails_unlocks_the_folder()
    {
        Directory.CreateDirectory(WorkPath);

        Assert.Throws<InvalidOperationException>(() => WorkFolder.Open(WorkPath, "mine", () => throw new InvalidOperationException("no")));

        using WorkFolder later = Open();
    }

    [Fact]
    public void Open_below_a_file_is_refused()
    {
        _folder.Put("a", "");

        string message = Assert.Throws<UnwritableOutputException>(Open).Message;

        Assert.StartsWith("mine: the folder cannot be written (", message, StringComparison.Ordinal);
        Assert.EndsWith("); expected a place that this user may write. Choose another --output.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clear_deletes_everything_except_the_file_that_is_kept_and_stays_locked()
    {
        using WorkFolder folder = Open();
        Fill(folder);

        folder.Clear(kept: "record");

        Assert.Equal(["lock", "record"], Directory.EnumerateFileSystemEntries(WorkPath).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Throws<UnwritableOutputException>(Open);
    }

    [Fact]
    public void Delete_removes_the_folder_with_everything_in_it()
    {
        using WorkFolder folder = Open();
        Fill(folder);

        folder.Delete();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["a"]));
    }

    private static void Fill(WorkFolder folder)
    {
        File.WriteAllText(folder.In("record"), "");
        File.WriteAllText(folder.In("other"), "");
        Directory.CreateDirectory(folder.In("images"));
        File.WriteAllText(folder.In("images/1"), "");
    }

    private WorkFolder Open() => WorkFolder.Open(WorkPath, "mine", () => { });
}

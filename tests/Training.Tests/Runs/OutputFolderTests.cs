using VaePipeline.Contracts.Errors;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Tests.Runs;

public sealed class OutputFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Commit_makes_the_folder_with_its_parents_and_leaves_nothing_beside_it()
    {
        using var output = OutputFolder.Open(_folder["a/b/model"], force: false);
        File.WriteAllText(Path.Combine(output.StagingPath, "card"), "new");

        var names = output.Commit(last: "card");

        Assert.Equal(["card"], names);
        Assert.Equal("model", output.Name);
        Assert.Equal("new", File.ReadAllText(_folder["a/b/model/card"]));
        Assert.Equal([_folder["a/b/model"]], Directory.EnumerateFileSystemEntries(_folder["a/b"]));
    }

    [Fact]
    public void Open_refuses_a_folder_that_is_not_empty()
    {
        Directory.CreateDirectory(_folder["model"]);
        File.WriteAllText(_folder["model/notes"], "mine");

        var error = Assert.Throws<UnwritableOutputException>(() => OutputFolder.Open(_folder["model"], force: false));

        Assert.Equal(
            $"{_folder["model"]}: the folder is not empty; expected a new or empty one. Choose another --output, or add --force to replace the model in it.",
            error.Message);
    }

    [Fact]
    public void Commit_with_force_replaces_files_of_the_same_name_and_keeps_others()
    {
        Directory.CreateDirectory(_folder["model"]);
        File.WriteAllText(_folder["model/notes"], "mine");
        File.WriteAllText(_folder["model/card"], "old");
        using var output = OutputFolder.Open(_folder["model"], force: true);
        File.WriteAllText(Path.Combine(output.StagingPath, "card"), "new");

        output.Commit(last: "card");

        Assert.Equal("new", File.ReadAllText(_folder["model/card"]));
        Assert.Equal("mine", File.ReadAllText(_folder["model/notes"]));
        Assert.Equal([_folder["model"]], Directory.EnumerateFileSystemEntries(_folder.FullPath));
    }

    [Fact]
    public void Dispose_without_commit_leaves_everything_as_it_was()
    {
        Directory.CreateDirectory(_folder["model"]);
        File.WriteAllText(_folder["model/card"], "old");

        using (var output = OutputFolder.Open(_folder["model"], force: true))
        {
            File.WriteAllText(Path.Combine(output.StagingPath, "card"), "new");
        }

        Assert.Equal("old", File.ReadAllText(_folder["model/card"]));
        Assert.Equal([_folder["model"]], Directory.EnumerateFileSystemEntries(_folder.FullPath));
    }

    [Fact]
    public void Open_accepts_an_empty_folder()
    {
        Directory.CreateDirectory(_folder["model"]);
        using var output = OutputFolder.Open(_folder["model"] + "/", force: false);
        File.WriteAllText(Path.Combine(output.StagingPath, "card"), "new");

        output.Commit(last: "card");

        Assert.Equal("new", File.ReadAllText(_folder["model/card"]));
    }

    [Fact]
    public void Commit_into_an_empty_link_keeps_the_link()
    {
        Directory.CreateDirectory(_folder["elsewhere"]);
        Directory.CreateSymbolicLink(_folder["model"], _folder["elsewhere"]);
        using var output = OutputFolder.Open(_folder["model"], force: false);
        File.WriteAllText(Path.Combine(output.StagingPath, "card"), "new");

        output.Commit(last: "card");

        Assert.Equal("new", File.ReadAllText(_folder["elsewhere/card"]));
    }

    [Fact]
    public void Commit_into_a_folder_filled_meanwhile_replaces_nothing_and_keeps_the_model()
    {
        string staging;
        UnwritableOutputException error;
        using (var output = OutputFolder.Open(_folder["model"], force: false))
        {
            staging = output.StagingPath;
            File.WriteAllText(Path.Combine(staging, "card"), "new");
            Directory.CreateDirectory(_folder["model"]);
            File.WriteAllText(_folder["model/card"], "another run's");

            error = Assert.Throws<UnwritableOutputException>(() => output.Commit(last: "card"));
        }

        Assert.Equal(
            $"{_folder["model"]}: the folder was filled during the run; expected a new or empty folder that this user may write. The model is whole in {staging}: move it to where you want it.",
            error.Message);
        Assert.Equal("another run's", File.ReadAllText(_folder["model/card"]));
        Assert.Equal("new", File.ReadAllText(Path.Combine(staging, "card")));
    }

    [Fact]
    public void Open_refuses_a_file_and_a_folder_below_one()
    {
        File.WriteAllText(_folder["file"], "");

        var isFile = Assert.Throws<UnwritableOutputException>(() => OutputFolder.Open(_folder["file"], force: true));
        var isBelow = Assert.Throws<UnwritableOutputException>(() => OutputFolder.Open(_folder["file/model"], force: true));

        Assert.Equal($"{_folder["file"]}: it is a file; expected a folder. Choose another --output.", isFile.Message);
        Assert.StartsWith($"{_folder["file/model"]}: the folder cannot be written (", isBelow.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_refuses_the_root() =>
        Assert.Equal(
            "/: it is the root of a file system; expected a folder for one model. Choose another --output.",
            Assert.Throws<UnwritableOutputException>(() => OutputFolder.Open("/", force: true)).Message);
}

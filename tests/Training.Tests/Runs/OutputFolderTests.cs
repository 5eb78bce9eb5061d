using VaePipeline.Contracts.Errors;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Tests.Runs;

public sealed class OutputFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OutputFolderTests() => Directory.CreateDirectory(_folder["model/run"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Commit_moves_all_files_and_leaves_nothing_behind()
    {
        using var output = Create(force: false);
        File.WriteAllText(Path.Combine(output.StagingPath, "card"), "new");
        File.WriteAllText(Path.Combine(output.StagingPath, "another"), "");

        var names = output.Commit(last: "card");

        Assert.Equal(["another", "card"], names);
        Assert.Equal("model", output.Name);
        Assert.Equal("new", File.ReadAllText(_folder["model/card"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["model/run"]));
    }

    [Fact]
    public void Commit_with_force_replaces_files_of_the_same_name_and_keeps_others()
    {
        File.WriteAllText(_folder["model/notes"], "mine");
        File.WriteAllText(_folder["model/card"], "old");
        using var output = Create(force: true);
        File.WriteAllText(Path.Combine(output.StagingPath, "card"), "new");

        output.Commit(last: "card");

        Assert.Equal("new", File.ReadAllText(_folder["model/card"]));
        Assert.Equal("mine", File.ReadAllText(_folder["model/notes"]));
    }

    [Fact]
    public void Dispose_without_commit_leaves_everything_as_it_was()
    {
        File.WriteAllText(_folder["model/card"], "old");

        using (var output = Create(force: true))
        {
            File.WriteAllText(Path.Combine(output.StagingPath, "card"), "new");
        }

        Assert.Equal("old", File.ReadAllText(_folder["model/card"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["model/run"]));
    }

    [Fact]
    public void Commit_into_a_folder_filled_meanwhile_replaces_nothing_and_keeps_the_model()
    {
        UnwritableOutputException error;
        using (var output = Create(force: false))
        {
            File.WriteAllText(Path.Combine(output.StagingPath, "card"), "new");
            File.WriteAllText(_folder["model/card"], "another run's");

            error = Assert.Throws<UnwritableOutputException>(() => output.Commit(last: "card"));
        }

        Assert.Equal(
            $"{_folder["model"]}: the folder was filled during the run; expected a new or empty folder that this user may write. The model is whole in {_folder["model/run/new"]}: move it to where you want it.",
            error.Message);
        Assert.Equal("another run's", File.ReadAllText(_folder["model/card"]));
        Assert.Equal("new", File.ReadAllText(_folder["model/run/new/card"]));
    }

    [Fact]
    public void Files_that_were_left_are_not_moved()
    {
        Directory.CreateDirectory(_folder["model/run/new"]);
        File.WriteAllText(_folder["model/run/new/half"], "");
        using var output = Create(force: false);

        Assert.Empty(output.Commit(last: "card"));
    }

    private OutputFolder Create(bool force) => new(_folder["model"], _folder["model/run/new"], force);
}

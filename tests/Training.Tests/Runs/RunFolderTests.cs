using VaePipeline.Contracts.Errors;
using VaePipeline.Training.Options;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_makes_the_folder_with_its_parents_and_takes_it_back_where_nothing_came_of_it()
    {
        using (var run = RunFolder.Create(_folder["a/model/"], force: false))
        {
            Assert.True(Directory.Exists(_folder["a/model/run"]));
            run.Begin(new TrainingOptions());
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["a"]));
    }

    [SkippableFact]
    public void Create_accepts_an_empty_folder_a_link_to_one_and_what_a_run_without_checkpoint_left()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows needs a privilege for symbolic links.");
        Directory.CreateDirectory(_folder["model/run/checkpoints"]);
        File.WriteAllText(_folder["model/run/metrics.jsonl"], "old");
        Directory.CreateSymbolicLink(_folder["link"], _folder["model"]);

        using var run = RunFolder.Create(_folder["link"], force: false);
        run.Begin(new TrainingOptions());

        Assert.Equal(["lock", "options.json"], Directory.EnumerateFileSystemEntries(_folder["model/run"]).Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public void Create_refuses_a_folder_that_is_not_empty_and_leaves_it_as_it_is()
    {
        Directory.CreateDirectory(_folder["model"]);
        File.WriteAllText(_folder["model/notes"], "mine");

        Assert.Equal(
            $"{_folder["model"]}: the folder is not empty; expected a new or empty one. Choose another --output, or add --force to replace the model in it.",
            Assert.Throws<UnwritableOutputException>(() => RunFolder.Create(_folder["model"], force: false)).Message);
        Assert.Equal([_folder["model/notes"]], Directory.EnumerateFileSystemEntries(_folder["model"]));
    }

    [Fact]
    public void Create_refuses_a_folder_with_a_run_and_tells_how_to_go_on()
    {
        Save(step: 3);

        Assert.Equal(
            $"{_folder["model"]}: the folder holds a run that is not finished; expected a new or empty folder. Go on with --resume, choose another --output, or add --force to start anew.",
            Assert.Throws<UnwritableOutputException>(() => RunFolder.Create(_folder["model"], force: false)).Message);

        using var replaced = RunFolder.Create(_folder["model"], force: true);
        replaced.Begin(new TrainingOptions());
        Assert.Empty(replaced.Checkpoints.Steps);
    }

    [Fact]
    public void A_second_run_in_the_folder_is_refused_until_the_first_ends()
    {
        Save(step: 3);
        string message = $"{_folder["model"]}: another run is writing into this folder; expected one at a time. Wait for it, or choose another --output.";

        using (RunFolder.Resume(_folder["model"]))
        {
            Assert.Equal(message, Assert.Throws<UnwritableOutputException>(() => RunFolder.Resume(_folder["model"])).Message);
            Assert.Equal(message, Assert.Throws<UnwritableOutputException>(() => RunFolder.Create(_folder["model"], force: true)).Message);
            Assert.Equal(message, Assert.Throws<UnwritableOutputException>(() => RunFolder.Create(_folder["model"], force: false)).Message);
        }

        using var later = RunFolder.Resume(_folder["model"]);
        Assert.Equal([3], later.Checkpoints.Steps);
    }

    [Fact]
    public void Resume_refuses_a_folder_without_a_checkpoint()
    {
        Directory.CreateDirectory(_folder["model/run"]);

        Assert.Equal(
            $"{_folder["model"]}: there is no checkpoint of a run; expected the folder of a run that was cut off, with run/checkpoints. Check --output, or start the run without --resume.",
            Assert.Throws<BadInputException>(() => RunFolder.Resume(_folder["model"])).Message);
    }

    [Fact]
    public void Resume_refuses_a_run_that_is_finished()
    {
        Save(step: 3);
        File.WriteAllText(_folder["model/run/metrics.jsonl"], """{"kind":"end","step":3,"epoch":1,"seconds":1}""" + "\n");

        Assert.Equal(
            $"{_folder["model"]}: the run is finished; expected a run that was cut off. Its model is in the folder: there is nothing to resume.",
            Assert.Throws<BadInputException>(() => RunFolder.Resume(_folder["model"])).Message);
        File.WriteAllText(_folder["model/model.json"], "old");
        Assert.StartsWith(
            $"{_folder["model"]}: the folder is not empty; ",
            Assert.Throws<UnwritableOutputException>(() => RunFolder.Create(_folder["model"], force: false)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Create_refuses_a_file_a_folder_below_one_and_the_root()
    {
        File.WriteAllText(_folder["file"], "");

        var isFile = Assert.Throws<UnwritableOutputException>(() => RunFolder.Create(_folder["file"], force: true));
        var isBelow = Assert.Throws<UnwritableOutputException>(() => RunFolder.Create(_folder["file/model"], force: true));
        var isRoot = Assert.Throws<UnwritableOutputException>(() => RunFolder.Create("/", force: true));

        Assert.Equal($"{_folder["file"]}: it is a file; expected a folder. Choose another --output.", isFile.Message);
        Assert.StartsWith($"{_folder["file/model"]}: the folder cannot be written (", isBelow.Message, StringComparison.Ordinal);
        Assert.Equal("/: it is the root of a file system; expected a folder for one model. Choose another --output.", isRoot.Message);
    }

    [Fact]
    public void Publish_moves_all_files_of_the_model_and_leaves_nothing_behind()
    {
        using var run = RunFolder.Create(_folder["model"], force: false);
        using var staged = run.StageModel();
        File.WriteAllText(Path.Combine(staged.FullPath, "card"), "new");
        File.WriteAllText(Path.Combine(staged.FullPath, "another"), "");

        var names = run.Publish(staged, last: "card");

        Assert.Equal(["another", "card"], names);
        Assert.Equal("model", run.ModelName);
        Assert.Equal("new", File.ReadAllText(_folder["model/card"]));
        Assert.Equal([_folder["model/run/lock"]], Directory.EnumerateFileSystemEntries(_folder["model/run"]));
    }

    [Fact]
    public void Publish_with_force_replaces_files_of_the_same_name_and_keeps_others()
    {
        Directory.CreateDirectory(_folder["model"]);
        _folder.Put("model/notes", "mine");
        _folder.Put("model/card", "old");
        using var run = RunFolder.Create(_folder["model"], force: true);
        using var staged = run.StageModel();
        File.WriteAllText(Path.Combine(staged.FullPath, "card"), "new");

        run.Publish(staged, last: "card");

        Assert.Equal("new", File.ReadAllText(_folder["model/card"]));
        Assert.Equal("mine", File.ReadAllText(_folder["model/notes"]));
    }

    [Fact]
    public void A_staged_model_that_is_not_published_leaves_everything_as_it_was()
    {
        Directory.CreateDirectory(_folder["model"]);
        _folder.Put("model/card", "old");
        using var run = RunFolder.Create(_folder["model"], force: true);

        using (var staged = run.StageModel())
        {
            File.WriteAllText(Path.Combine(staged.FullPath, "card"), "new");
        }

        Assert.Equal("old", File.ReadAllText(_folder["model/card"]));
        Assert.Equal([_folder["model/run/lock"]], Directory.EnumerateFileSystemEntries(_folder["model/run"]));
    }

    [Fact]
    public void Publish_into_a_folder_filled_meanwhile_replaces_nothing_and_keeps_the_model()
    {
        // A run that has come so far has checkpoints, so that its folder stays.
        Directory.CreateDirectory(_folder["model/run"]);
        UnwritableOutputException error;
        using (var run = RunFolder.Create(_folder["model"], force: false))
        using (var staged = run.StageModel())
        {
            File.WriteAllText(Path.Combine(staged.FullPath, "card"), "new");
            File.WriteAllText(_folder["model/card"], "another run's");

            error = Assert.Throws<UnwritableOutputException>(() => run.Publish(staged, last: "card"));
        }

        Assert.Equal(
            $"{_folder["model"]}: the folder was filled during the run; expected a new or empty folder that this user may write. The model is whole in {_folder["model/run/model"]}: move it to where you want it.",
            error.Message);
        Assert.Equal("another run's", File.ReadAllText(_folder["model/card"]));
        Assert.Equal("new", File.ReadAllText(_folder["model/run/model/card"]));
    }

    private void Save(long step)
    {
        Directory.CreateDirectory(_folder["model/run"]);
        RunFolder.CheckpointsOf(_folder["model"]).Save(SmallCheckpoint.At(step));
    }
}

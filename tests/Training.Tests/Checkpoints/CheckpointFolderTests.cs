using VaePipeline.Contracts.Errors;
using VaePipeline.Training.Checkpoints;
using VaePipeline.Training.Tests.Runs;

namespace VaePipeline.Training.Tests.Checkpoints;

public sealed class CheckpointFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Save_keeps_the_last_three_and_the_best_that_they_name()
    {
        var checkpoints = new CheckpointFolder(_folder["c"]);

        foreach (var (step, bestStep) in new (long, long)[] { (0, 0), (10, 10), (15, 10), (20, 20), (30, 20), (40, 20), (50, 20), (60, 60) })
        {
            checkpoints.Save(SmallCheckpoint.At(step, bestStep));
            Assert.Contains(bestStep, checkpoints.Steps);
        }

        // 40 and 50 name 20 as the best; once they go, 20 goes too.
        Assert.Equal([20, 40, 50, 60], checkpoints.Steps);
        checkpoints.Save(SmallCheckpoint.At(70, 60));
        checkpoints.Save(SmallCheckpoint.At(80, 60));
        Assert.Equal([60, 70, 80], checkpoints.Steps);
        Assert.Equal("step-000000080.safetensors", Path.GetFileName(checkpoints.PathOf(80)));
    }

    [Fact]
    public void Save_in_a_later_process_deletes_nothing_that_an_older_checkpoint_may_name()
    {
        var first = new CheckpointFolder(_folder["c"]);
        foreach (var (step, bestStep) in new (long, long)[] { (0, 0), (10, 10), (20, 10), (30, 10), (40, 40) })
        {
            first.Save(SmallCheckpoint.At(step, bestStep));
        }

        var second = new CheckpointFolder(_folder["c"]);
        Assert.Equal(40, second.ReadLast().State.Step);
        second.Save(SmallCheckpoint.At(50, 40));

        // 30 names 10, which nobody has read.
        Assert.Equal([10, 20, 30, 40, 50], second.Steps);
        second.Save(SmallCheckpoint.At(60, 40));
        Assert.Equal([40, 50, 60], second.Steps);
    }

    [Fact]
    public void Save_without_a_best_epoch_keeps_the_last_three()
    {
        var checkpoints = new CheckpointFolder(_folder["c"]);

        foreach (long step in new long[] { 0, 1, 2, 3 })
        {
            checkpoints.Save(SmallCheckpoint.At(step));
        }

        Assert.Equal([1, 2, 3], checkpoints.Steps);
    }

    [Fact]
    public void Save_that_fails_leaves_the_checkpoints_whole_and_says_which_is_the_last()
    {
        var checkpoints = new CheckpointFolder(_folder["c"]);
        checkpoints.Save(SmallCheckpoint.At(10));
        checkpoints.Wrap = stream => new FailingStream(stream, limit: 500, () => throw new IOException("No space left on device"));

        var error = Assert.Throws<IOException>(() => checkpoints.Save(SmallCheckpoint.At(20)));

        Assert.Equal(
            $"{checkpoints.PathOf(20)}: the checkpoint cannot be written (No space left on device); expected room, and a disk that works. The last whole one is step-000000010.safetensors: make room, then go on with --resume.",
            error.Message);
        Assert.Equal(["step-000000010.safetensors"], Directory.GetFiles(_folder["c"]).Select(path => Path.GetFileName(path)));
        Assert.Equal(10, checkpoints.ReadLast().State.Step);
    }

    [Fact]
    public void ReadLast_deletes_what_a_write_that_was_cut_off_left()
    {
        var checkpoints = new CheckpointFolder(_folder["c"]);
        checkpoints.Save(SmallCheckpoint.At(10));
        File.WriteAllText(_folder["c/.step-000000020.safetensors.abc.tmp"], "half");

        checkpoints.ReadLast();

        Assert.Equal([checkpoints.PathOf(10)], Directory.GetFiles(_folder["c"]));
    }

    [Fact]
    public void ReadLast_refuses_a_truncated_file_and_names_the_one_before()
    {
        var checkpoints = new CheckpointFolder(_folder["c"]);
        checkpoints.Save(SmallCheckpoint.At(10));
        checkpoints.Save(SmallCheckpoint.At(20));
        File.WriteAllBytes(checkpoints.PathOf(20), File.ReadAllBytes(checkpoints.PathOf(20))[..^1]);

        var error = Assert.Throws<BadInputException>(checkpoints.ReadLast);

        Assert.StartsWith($"{checkpoints.PathOf(20)} @ byte 8: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Or delete it: the run then resumes from step-000000010.safetensors.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_refuses_a_file_of_another_step_and_a_missing_one()
    {
        var checkpoints = new CheckpointFolder(_folder["c"]);
        checkpoints.Save(SmallCheckpoint.At(10));
        File.Copy(checkpoints.PathOf(10), checkpoints.PathOf(11));

        Assert.StartsWith(
            $"{checkpoints.PathOf(11)}: it holds step 10; expected step 11. Give the file its own name again.",
            Assert.Throws<BadInputException>(() => checkpoints.Read(11)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith($"{checkpoints.PathOf(5)}: the file is missing; ", Assert.Throws<BadInputException>(() => checkpoints.Read(5)).Message, StringComparison.Ordinal);
    }
}

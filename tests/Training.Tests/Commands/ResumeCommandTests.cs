using VaePipeline.Contracts.Models;
using VaePipeline.Training.Options;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Tests.Commands;

[Trait("Category", "Slow")]
public sealed class ResumeCommandTests : IDisposable
{
    private static readonly string[] Options =
        ["--epochs", "3", "--batch-size", "16", "--validation", "8", "--threads", "1", "--seed", "7", "--checkpoint-steps", "2", "--latent-size", "3", "--width", "4"];

    private readonly TemporaryFolder _folder = new();

    public ResumeCommandTests() => IdxFixture.Write(_folder["data"], trainingCount: 56);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Resume_ends_the_run_with_its_own_options_and_the_same_files()
    {
        await TrainAsync("whole/model", Options);
        var cut = await CutAsync("cut/model");
        Assert.Equal(130, cut.ExitCode);
        Assert.EndsWith(
            $"cancelled{Environment.NewLine}The run is kept at step 3. Run `vae train --data {_folder["data"]} --output {_folder["cut/model"]} --resume` to go on.{Environment.NewLine}",
            cut.Error,
            StringComparison.Ordinal);
        Assert.Equal([_folder["cut/model/run"]], Directory.EnumerateFileSystemEntries(_folder["cut/model"]));

        var resumed = await TrainAsync("cut/model", "--resume");

        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains("goes on after step 3", resumed.Error, StringComparison.Ordinal);
        foreach (string name in new[] { "weights.safetensors", "encoder.onnx", "decoder.onnx", "model.json", "README.md", "samples.png" })
        {
            Assert.Equal(await File.ReadAllBytesAsync(_folder[$"whole/model/{name}"]), await File.ReadAllBytesAsync(_folder[$"cut/model/{name}"]));
        }

        Assert.Equal(await LogAsync("whole/model"), await LogAsync("cut/model"));
        AssertRefused(
            await TrainAsync("cut/model", "--resume"),
            $"{_folder["cut/model"]}: the run is finished; expected a run that was cut off. Its model is in the folder: there is nothing to resume.");
    }

    [Fact]
    public async Task Resume_refuses_other_options_and_other_data_by_name()
    {
        await CutAsync("model");
        await File.WriteAllTextAsync(_folder["config.json"], """{"epochs": 3, "batchSize": 16, "learningRate": 0.5}""");
        IdxFixture.Write(_folder["other"], trainingCount: 57);

        AssertRefused(
            await TrainAsync("model", "--resume", "--epochs", "4", "--threads", "2"),
            "--resume: \"epochs\" is 4; the run has 3. \"threads\" is 2; the run has 1. Expected the options of the run. Leave out those that differ, or start a new run with another --output.");
        Assert.Contains(
            "\"learningRate\" is 0.5; the run has 0.002. ", (await TrainAsync("model", "--resume", "--config", _folder["config.json"])).Error, StringComparison.Ordinal);
        var other = await ProgramRun.OfAsync("train", "--data", _folder["other"], "--output", _folder["model"], "--resume");
        Assert.Equal(2, other.ExitCode);
        Assert.Matches(
            "^error: --data: it has 57 images of 1x28x28, SHA-256 [0-9a-f]{64}; the run was trained on 56 images of 1x28x28, SHA-256 [0-9a-f]{64}\\. Give the data of the run, or start a new one without --resume\\.\n$",
            other.Error);
        Assert.Equal(0, (await TrainAsync("model", "--resume", "--epochs", "3")).ExitCode);
    }

    [Fact]
    public async Task Resume_refuses_a_checkpoint_of_another_run()
    {
        await CutAsync("model");
        var options = TrainingOptionsFile.Read(_folder["model/run/options.json"]);
        TrainingOptionsFile.Write(_folder["model/run/options.json"], options with { Network = "mlp" });

        var run = await TrainAsync("model", "--resume");

        AssertRefused(
            run,
            $"{_folder["model/run/options.json"]}: \"network\" is \"mlp\"; step-000000003.safetensors has \"keras\". Expected the options of its checkpoints. Put the file back, or the checkpoint where it belongs.");
    }

    [Fact]
    public async Task Resume_refuses_a_folder_without_a_run_and_options_that_contradict_it()
    {
        AssertRefused(
            await TrainAsync("model", "--resume"),
            $"{_folder["model"]}: there is no checkpoint of a run; expected the folder of a run that was cut off, with run/checkpoints. Check --output, or start the run without --resume.");
        Assert.False(Directory.Exists(_folder["model"]));
        AssertRefused(await TrainAsync("model", "--resume", "--force"), "--resume: given with --force; expected one of them. Go on with a run, or start one.");
        AssertRefused(await TrainAsync("model", "--resume", "--init-from", "x"), "--resume: given with --init-from; expected one of them. Go on with a run, or start one.");
    }

    [Fact]
    public async Task A_folder_with_a_run_is_refused_to_a_second_one_while_it_is_on_and_afterwards()
    {
        await CutAsync("model");

        AssertRefused(
            await TrainAsync("model", Options),
            $"{_folder["model"]}: the folder holds a run that is not finished; expected a new or empty folder. Go on with --resume, choose another --output, or add --force to start anew.");
        using (RunFolder.Resume(_folder["model"]))
        {
            string message = $"{_folder["model"]}: another run is writing into this folder; expected one at a time. Wait for it, or choose another --output.";
            AssertRefused(await TrainAsync("model", "--resume"), message);
            AssertRefused(await TrainAsync("model", ["--force", .. Options]), message);
        }

        Assert.Equal(0, (await TrainAsync("model", ["--force", .. Options])).ExitCode);
    }

    [SkippableFact]
    public async Task A_full_disk_stops_the_run_with_one_line_and_the_last_checkpoint_stays_whole()
    {
        await TrainAsync("whole", Options);
        using var disk = SmallDisk.Mount(_folder["disk"], sizeBytes: 4 << 20);
        long checkpoint = new FileInfo(RunFolder.CheckpointsOf(_folder["whole"]).PathOf(9)).Length;
        int room = (int)(2.5 * checkpoint);
        await File.WriteAllBytesAsync(_folder["disk/ballast"], new byte[(4 << 20) - room]);

        var full = await TrainAsync("disk/model", Options);

        // The first at step 0, the second at 2; the third has half the room it needs.
        string folder = _folder["disk/model/run/checkpoints"];
        Assert.EndsWith(
            $"error: {Path.Combine(folder, "step-000000003.safetensors")}: the checkpoint cannot be written (No space left on device); expected room, and a disk that works. The last whole one is step-000000002.safetensors: make room, then go on with --resume.{Environment.NewLine}",
            full.Error,
            StringComparison.Ordinal);
        Assert.Equal(1, full.ExitCode);
        Assert.Equal(["step-000000000.safetensors", "step-000000002.safetensors"], Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

        File.Delete(_folder["disk/ballast"]);
        Assert.Equal(0, (await TrainAsync("disk/model", "--resume")).ExitCode);
        Assert.Equal(await File.ReadAllBytesAsync(_folder["whole/weights.safetensors"]), await File.ReadAllBytesAsync(_folder["disk/model/weights.safetensors"]));
    }

    [Fact]
    public async Task Init_from_begins_with_the_weights_of_a_model_or_of_a_checkpoint()
    {
        await TrainAsync("first", Options);
        await CutAsync("cut");

        foreach (var (source, weights) in new[] { ("first", "first/weights.safetensors"), ("cut", "cut/run/checkpoints/step-000000003.safetensors") })
        {
            // A rate so small that no weight moves: what comes out is what went in.
            string output = $"from-{source}";
            var run = await TrainAsync(output, [.. Options, "--init-from", _folder[source], "--learning-rate", "1e-30"]);

            Assert.Equal(0, run.ExitCode);
            string sha256 = FileEntry.Of(_folder[weights]).Sha256;
            Assert.Contains($"begins with weights whose file has SHA-256 {sha256}", run.Error, StringComparison.Ordinal);
            Assert.Equal(sha256, ModelFolder.Open(_folder[output]).Card.Training.Options.GetProperty("initialWeights").GetString());
            var expected = InitialWeights.Read(_folder[source]).Tensors.OrderBy(tensor => tensor.Name);
            var actual = InitialWeights.Read(_folder[output]).Tensors.OrderBy(tensor => tensor.Name);
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Data, pair.Second.Data));
        }
    }

    [SkippableFact]
    public async Task Init_from_reads_each_file_of_the_model_once()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs named pipes, which can be read but once");
        await TrainAsync("first", Options);
        string[] names = [ModelFolder.CardName, "encoder.onnx", "decoder.onnx", "weights.safetensors"];
        var taken = Task.WhenAll(names.Select(name => SingleRead.Of(Path.Combine(_folder["first"], name))));

        var weights = await Task.Run(() => InitialWeights.Read(_folder["first"])).WaitAsync(TimeSpan.FromSeconds(60));

        await taken.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.NotEmpty(weights.Tensors);
    }

    [Fact]
    public async Task Init_from_refuses_what_has_no_fitting_weights()
    {
        await TrainAsync("first", Options);
        Directory.CreateDirectory(_folder["empty"]);

        AssertRefused(
            await TrainAsync("model", [.. Options, "--init-from", _folder["empty"]]),
            $"{_folder["empty"]}: there is neither a model nor a checkpoint in it; expected a model folder. Check --init-from.");
        var wider = await TrainAsync("model", [.. Options[..^2], "--init-from", _folder["first"]]);
        Assert.StartsWith($"error: {_folder["first/weights.safetensors"]}: tensor \"", wider.Error, StringComparison.Ordinal);
        Assert.Equal(2, wider.ExitCode);
        TrainingOptionsFile.Write(_folder["config.json"], new TrainingOptions { InitialWeights = new string('0', 64) });
        AssertRefused(
            await TrainAsync("model", "--config", _folder["config.json"]),
            $"--config: \"initialWeights\" is {new string('0', 64)}; expected --init-from with the folder of these weights. Add it, or take the line out.");
        Assert.False(Directory.Exists(_folder["model"]));
    }

    private Task<ProgramRun> TrainAsync(string model, params string[] options) =>
        ProgramRun.OfAsync(["train", "--data", _folder["data"], "--output", _folder[model], .. options]);

    /// <summary>Ctrl-C behind the first of three epochs of three steps.</summary>
    private async Task<ProgramRun> CutAsync(string model)
    {
        using var cancellation = new CancellationTokenSource();
        using var error = new CancellingWriter("epoch 1/", cancellation);
        return await ProgramRun.OfAsync(
            ["train", "--data", _folder["data"], "--output", _folder[model], .. Options], error, cancellation.Token);
    }

    private async Task<string[]> LogAsync(string model) =>
        [.. (await File.ReadAllLinesAsync(_folder[$"{model}/training.log"])).Select(line => line.Split(", ")[..^1]).Select(parts => string.Join(", ", parts))];

    private static void AssertRefused(ProgramRun run, string message)
    {
        Assert.Equal($"error: {message}{Environment.NewLine}", run.Error);
        Assert.Equal(2, run.ExitCode);
    }
}

using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Numbers;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.Data.Images;
using VaePipeline.Data.Sets;
using VaePipeline.Training.Evaluation;
using VaePipeline.Training.Networks;

namespace VaePipeline.Training.Tests.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private static readonly string[] Brief = ["--epochs", "2", "--batch-size", "32", "--validation", "20", "--threads", "1"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Train_writes_a_whole_model_folder_and_says_what_it_reaches()
    {
        var run = await ProgramRun.OfAsync(["train", "--data", "digits", "--images", "120", "--output", _folder["small"], .. Brief]);

        Assert.Equal(0, run.ExitCode);
        var model = ModelFolder.Open(_folder["small"]);
        Assert.Equal(new ModelFacts { ModelName = "small", LatentSize = 2, Image = new ImageShape(1, 28, 28) }, model.Card.Facts);
        Assert.Equal("digits", model.Card.DataSet.Name);
        Assert.Equal(20, model.Card.Training.Options.GetProperty("validationImages").GetInt32());
        string[] names = ["README.md", "decoder.onnx", "encoder.onnx", "manifold.png", "model.json", "report.html", "training.log", "weights.safetensors"];
        Assert.Equal(names, Directory.EnumerateFiles(_folder["small"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.Contains(name, run.Out, StringComparison.Ordinal));
        var picture = PictureFile.Read(_folder["small/manifold.png"]);
        Assert.Equal((560, 560, 1), (picture.Width, picture.Height, picture.Channels));

        // The card's numbers are those of the weights beside it, and those that were printed.
        using var vae = VaeNetworks.Create("keras", model.Card.Facts.Image, 2, seed: 9);
        VaeWeights.Restore(vae, SafetensorsFile.Read(model.WeightsPath).Tensors, model.WeightsPath);
        var test = DigitDataSet.Create(120).Test;
        var terms = ElboEvaluator.Evaluate(vae, test, [.. Enumerable.Range(0, test.Count)], new RunSeeds(1).EvaluationNoise, CancellationToken.None);
        Assert.Equal(terms.NegativeElbo, model.Card.Metrics.Values["negativeElbo"], 1e-3);
        Assert.Contains(FormattableString.Invariant($"negative ELBO   {terms.NegativeElbo,8:F2}"), run.Out, StringComparison.Ordinal);
        string[] log = await File.ReadAllLinesAsync(_folder["small/training.log"]);
        Assert.StartsWith("digits: 100 images train, 20 choose the epoch, 20 test; 1x28x28", log[0], StringComparison.Ordinal);
        Assert.Equal(2, log.Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)));
        Assert.Equal(run.Error, string.Concat(log.Select(line => line + Environment.NewLine)));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Train_same_command_gives_the_same_weights_and_graphs()
    {
        IdxFixture.Write(_folder["data"], trainingCount: 60);
        string[] arguments = ["train", "--data", _folder["data"], "--latent-size", "3", .. Brief];

        await ProgramRun.OfAsync([.. arguments, "--output", _folder["a/model"]]);
        await ProgramRun.OfAsync([.. arguments, "--output", _folder["b/model"]]);

        foreach (string name in new[] { "weights.safetensors", "encoder.onnx", "decoder.onnx", "model.json", "README.md", "samples.png" })
        {
            Assert.Equal(await File.ReadAllBytesAsync(_folder[$"a/model/{name}"]), await File.ReadAllBytesAsync(_folder[$"b/model/{name}"]));
        }
    }

    [Fact]
    public async Task Train_refuses_a_folder_that_is_not_empty_before_any_work()
    {
        Directory.CreateDirectory(_folder["model"]);
        await File.WriteAllTextAsync(_folder["model/model.json"], "old");

        var run = await ProgramRun.OfAsync("train", "--data", "digits", "--output", _folder["model"]);

        AssertRefused(run, $"{_folder["model"]}: the folder is not empty; expected a new or empty one. Choose another --output, or add --force to replace the model in it.");
    }

    [Fact]
    public async Task Train_cancelled_leaves_the_earlier_model_whole()
    {
        Directory.CreateDirectory(_folder["model"]);
        await File.WriteAllTextAsync(_folder["model/model.json"], "old");
        using var cancellation = new CancellationTokenSource();
        using var error = new CancellingWriter("epoch 1/", cancellation);

        var run = await ProgramRun.OfAsync(
            ["train", "--data", "digits", "--images", "120", "--output", _folder["model"], "--force", .. Brief], error, cancellation.Token);

        Assert.Equal(130, run.ExitCode);
        Assert.EndsWith(
            $"cancelled{Environment.NewLine}The run is kept at step 4. Run `vae train --data digits --output {_folder["model"]} --resume` to go on.{Environment.NewLine}", run.Error, StringComparison.Ordinal);
        Assert.Equal("old", await File.ReadAllTextAsync(_folder["model/model.json"]));
        Assert.Equal([_folder["model"]], Directory.EnumerateFileSystemEntries(_folder.FolderPath));
    }

    [Fact]
    public async Task Train_refuses_an_output_that_cannot_be_written()
    {
        await File.WriteAllTextAsync(_folder["file"], "");

        var run = await ProgramRun.OfAsync("train", "--data", "digits", "--output", _folder["file/model"]);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error: {_folder["file/model"]}: the folder cannot be written (", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_names_all_options_out_of_range()
    {
        var run = await ProgramRun.OfAsync("train", "--data", "digits", "--output", _folder["model"], "--epochs", "0", "--threads", "0");

        AssertRefused(run, "--epochs is \"0\"; expected a whole number, 1 to 100000. --threads is \"0\"; expected a whole number, 1 to 1024. Run \"vae train --help\" for usage.");
    }

    [Fact]
    public async Task Train_refuses_to_hold_out_all_images()
    {
        var run = await ProgramRun.OfAsync("train", "--data", "digits", "--images", "500", "--output", _folder["model"]);

        AssertRefused(run, "--validation: 1000; expected fewer than the 500 training images. Hold out fewer, or train on more.");
    }

    [Fact]
    public async Task Data_that_is_neither_name_nor_folder_is_refused()
    {
        var run = await ProgramRun.OfAsync("train", "--data", "mnits", "--output", _folder["model"]);

        AssertRefused(run, "mnits: there is no such folder or file; expected a folder of PNG, JPEG, WebP, BMP or GIF pictures (sub-folders are labels), a CSV, NPY or IDX file, a folder with train and test of these, or a folder of IDX files with MNIST's names, or one of digits, mnist, fashion-mnist, kmnist. Check the name.");
    }

    public static TheoryData<string, string> DamagedFiles => new()
    {
        { "missing", "there is no train-images-idx3-ubyte" },
        { "truncated", "train-images-idx3-ubyte" },
        { "swapped", "magic number is 0x00000801; expected 0x00000803" },
        { "huge", "2147483648" },
        { "no labels", "there is no train-labels-idx1-ubyte" },
        { "other count", "23 labels; expected 24" },
        { "cut gzip", "train-images-idx3-ubyte" },
    };

    [Theory]
    [MemberData(nameof(DamagedFiles))]
    public async Task Damaged_data_gives_one_line_and_exit_code_2(string damage, string part)
    {
        IdxFixture.Write(_folder["data"]);
        Damage(damage, _folder[$"data/{IdxNames.TrainingImages}"], _folder[$"data/{IdxNames.TrainingLabels}"]);
        Directory.CreateDirectory(_folder["model"]);
        await File.WriteAllTextAsync(_folder["model/model.json"], "old");

        var run = await ProgramRun.OfAsync("train", "--data", _folder["data"], "--output", _folder["model"], "--force", "--validation", "4");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
        Assert.Contains("; expected ", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
        Assert.Equal("old", await File.ReadAllTextAsync(_folder["model/model.json"]));
        Assert.Equal([_folder["model/model.json"]], Directory.EnumerateFileSystemEntries(_folder["model"]));
    }

    private static void Damage(string damage, string imagesPath, string labelsPath)
    {
        byte[] images = File.ReadAllBytes(imagesPath), labels = File.ReadAllBytes(labelsPath);
        switch (damage)
        {
            case "missing":
                File.Delete(imagesPath);
                break;
            case "truncated":
                File.WriteAllBytes(imagesPath, images[..^1]);
                break;
            case "swapped":
                File.WriteAllBytes(imagesPath, labels);
                File.WriteAllBytes(labelsPath, images);
                break;
            case "huge":
                File.WriteAllBytes(imagesPath, [.. IdxFixture.Header(0x803u, 1u << 31, 28, 28), .. images[16..]]);
                break;
            case "no labels":
                File.Delete(labelsPath);
                break;
            case "other count":
                File.WriteAllBytes(labelsPath, IdxFixture.Labels(labels.AsSpan(9)));
                break;
            case "cut gzip":
                File.WriteAllBytes(imagesPath, IdxFixture.Packed(images)[..^20]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(damage), damage, null);
        }
    }

    private void AssertRefused(ProgramRun run, string message)
    {
        Assert.Equal($"error: {message}{Environment.NewLine}", run.Error);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.FolderPath, "run", SearchOption.AllDirectories));
    }
}

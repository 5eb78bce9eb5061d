using System.Text.Json;
using VaePipeline.Contracts.Models;

namespace VaePipeline.Cli.Tests.Commands;

/// <summary>Bad input of <c>generate</c>: one clear line, exit 2, and earlier output as it was, although --force allows to replace it.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Earlier = "earlier output";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("z0,z1\n1,2\n1,2,3\n", "latents.csv:3: 3 columns; expected 2.")]
    [InlineData("1\n", "latents.csv:1: 1 column; expected 2.")]
    [InlineData("z0,z1,z2\n1,2,3\n", "latents.csv:1: 3 columns; expected 2.")]
    [InlineData("1,2\n1,two\n", "latents.csv:2: column 2 is \"two\"; expected a finite number")]
    [InlineData("1,2\nNaN,2\n", "latents.csv:2: column 1 is \"NaN\"; expected a finite number")]
    [InlineData("1,2\n1,Infinity\n", "latents.csv:2: column 2 is \"Infinity\"; expected a finite number")]
    [InlineData("1,2\n,2\n", "latents.csv:2: column 1 is empty; expected a finite number")]
    [InlineData("1,2\n\n3,4\n", "latents.csv:2: the line is empty; expected a row of 2 numbers. Remove the line.")]
    [InlineData("0,5;1,5\n", "latents.csv:1: the file uses \";\" between the columns")]
    [InlineData("z0,z1\n", "latents.csv:1: the file has no rows; expected at least a row of 2 numbers.")]
    [InlineData("", "latents.csv:1: the file has no rows")]
    public async Task Latents_that_are_no_rows_of_numbers(string csv, string expected)
        => (await Generate(csv, TestDecoders.Plane)).AssertBadInput($"{_folder.FolderPath}/{expected}");

    [Fact]
    public async Task Latents_wrong_after_many_good_rows_name_their_line()
    {
        string csv = string.Concat(Enumerable.Repeat("0.5,0.5\n", 1000)) + "0.5,x\n";

        (await Generate(csv, TestDecoders.Plane)).AssertBadInput("latents.csv:1001: column 2 is \"x\"");
    }

    [Fact]
    public async Task Latents_for_a_decoder_of_another_latent_size()
        => (await Generate("1,2\n", TestDecoders.Latent3)).AssertBadInput("latents.csv:1: 2 columns; expected 3.", "latent dimension of the model");

    [Fact]
    public async Task Latents_missing()
        => (await Run(_folder["nowhere.csv"], TestDecoders.Plane)).AssertBadInput($"{_folder["nowhere.csv"]}: the file does not exist", "Check the path.");

    [Fact]
    public async Task Latents_that_are_a_folder()
        => (await Run(_folder.FolderPath, TestDecoders.Plane)).AssertBadInput($"{_folder.FolderPath}: is a folder");

    [Fact]
    public async Task Model_missing()
        => (await Generate("1,2\n", _folder["nowhere"])).AssertBadInput($"{_folder["nowhere"]}: does not exist");

    [Fact]
    public async Task Model_that_is_no_onnx_file()
        => (await Generate("1,2\n", _folder.Put("text.onnx", "no model"))).AssertBadInput(_folder["text.onnx"]);

    [Fact]
    public async Task Model_cut_short()
    {
        byte[] whole = File.ReadAllBytes(TestDecoders.Plane);

        CommandRun run = await Generate("1,2\n", _folder.Put("cut.onnx", whole[..(whole.Length / 2)]));

        run.AssertBadInput(_folder["cut.onnx"]);
    }

    [Fact]
    public async Task Model_that_another_program_exported()
        => (await Generate("1,2\n", TestDecoders.Foreign)).AssertBadInput("foreign.onnx", "metadata entry \"", "is missing; expected a model exported by VaePipeline");

    [Fact]
    public async Task Model_folder_without_card()
        => (await Generate("1,2\n", Directory.CreateDirectory(_folder["model"]).FullName)).AssertBadInput("model/model.json");

    [Fact]
    public async Task Model_folder_whose_decoder_was_exchanged()
    {
        string model = WriteModelFolder();
        (await Generate("0.2,0.4\n", model)).AssertDone();
        File.WriteAllText(_folder["digits.idx"], Earlier);
        File.AppendAllText(Path.Combine(model, "decoder.onnx"), " ");

        CommandRun run = await Generate("0.2,0.4\n", model);

        run.AssertBadInput("model/decoder.onnx: SHA-256 is ", "as model.json says.");
        AssertEarlierOutputStays();
    }

    [Theory]
    [InlineData("missing/digits.idx", "missing does not exist; expected an existing folder")]
    [InlineData("missing/digits/", "missing does not exist; expected an existing folder")]
    [InlineData("latents.csv/digits.png", "latents.csv/digits.png: ")]
    [InlineData("digits.tiff", "the extension \".tiff\" is not known; expected .png (contact sheet), .apng (animation), .idx or -idx3-ubyte (IDX), .npy (NumPy)")]
    public async Task Output_that_cannot_be_written(string output, string expected)
    {
        _folder.Put("latents.csv", "1,2\n");

        CommandRun run = await CommandRun.Of("generate", _folder["latents.csv"], "--model", TestDecoders.Plane, "--output", _folder[output], "--force");

        run.AssertBadInput(expected);
        Assert.Equal([_folder["latents.csv"]], Directory.GetFileSystemEntries(_folder.FolderPath));
    }

    [Theory]
    [InlineData("holiday.png", "holiday.png")]
    [InlineData("0000001.png/holiday.png", "0000001.png")] // a folder of an image's name
    public async Task Output_folder_with_other_files_is_kept_in_spite_of_force(string kept, string foreign)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[$"photos/{kept}"])!); // not null: it has a folder above it
        _folder.Put($"photos/{kept}", "dear");
        _folder.Put("latents.csv", "1,2\n");

        CommandRun run = await CommandRun.Of("generate", _folder["latents.csv"], "--model", TestDecoders.Plane, "--output", _folder["photos"], "--force");

        run.AssertBadInput($"{_folder["photos"]}: holds \"{foreign}\", which is no numbered image");
        Assert.Equal("dear", File.ReadAllText(_folder[$"photos/{kept}"]));
    }

    [Fact]
    public async Task Colour_images_into_idx()
        => (await Generate("0.2,0.4\n", TestDecoders.Colour)).AssertBadInput("digits.idx: images are 3x1x2; expected 1 channel, as IDX holds grey images only.");

    private async Task<CommandRun> Generate(string csv, string model) => await Run(_folder.Put("latents.csv", csv), model);

    /// <summary>Runs onto earlier output with --force; where that fails, asserts that the folder is as it was.</summary>
    private async Task<CommandRun> Run(string latents, string model)
    {
        _folder.Put("digits.idx", Earlier);
        string[] before = Directory.GetFileSystemEntries(_folder.FolderPath);

        CommandRun run = await CommandRun.Of("generate", latents, "--model", model, "--output", _folder["digits.idx"], "--force");

        if (run.ExitCode != 0)
        {
            AssertEarlierOutputStays();
            Assert.Equal(before.Order(), Directory.GetFileSystemEntries(_folder.FolderPath).Order());
        }

        return run;
    }

    private void AssertEarlierOutputStays() => Assert.Equal(Earlier, File.ReadAllText(_folder["digits.idx"]));

    private string WriteModelFolder()
    {
        string model = Directory.CreateDirectory(_folder["model"]).FullName;
        File.Copy(TestDecoders.Plane, Path.Combine(model, "decoder.onnx"));
        File.WriteAllText(Path.Combine(model, "encoder.onnx"), "not read by generate");
        File.WriteAllText(Path.Combine(model, "weights.safetensors"), "not read by generate");
        ModelFolder.Write(model, new ModelCard
        {
            Facts = new ModelFacts { ModelName = "decoder", LatentSize = 2, Image = new ImageShape(1, 2, 2) },
            Encoder = FileEntry.Of(Path.Combine(model, "encoder.onnx")),
            Decoder = FileEntry.Of(Path.Combine(model, "decoder.onnx")),
            Weights = FileEntry.Of(Path.Combine(model, "weights.safetensors")),
            DataSet = new DataSetEntry { Name = "none", Sha256 = new string('0', 64), Licence = "none" },
            Training = new TrainingEntry { Options = JsonElement.Parse("{}"), Seed = 1, Threads = 1, Epochs = 1 },
            Metrics = new MetricsEntry { Split = "test", Images = 1, Values = new Dictionary<string, double> { ["negativeElbo"] = 1 }, Definition = "made up" },
            Versions = new Dictionary<string, string> { ["vae"] = "0.1.0" },
        });
        return model;
    }
}

using VaePipeline.Cli.Commands;

namespace VaePipeline.Cli.Tests;

public sealed class ModelLocationTests
{
    [Fact]
    public void Resolve_named_model_is_taken_as_it_is()
        => Assert.Equal("runs/mine", ModelLocation.Resolve("runs/mine", AppContext.BaseDirectory));

    [Fact]
    public void Resolve_default_is_found_from_the_program_upwards()
    {
        using TemporaryFolder folder = new();
        string program = Directory.CreateDirectory(folder["artifacts/bin/VaePipeline.Cli/release"]).FullName;
        string model = Directory.CreateDirectory(folder["models/mnist-2d"]).FullName;
        File.WriteAllText(Path.Combine(model, "model.json"), "{}");

        string found = ModelLocation.Resolve(null, program);

        Assert.Equal(model, Path.GetFullPath(found));
    }

    [Fact]
    public void Resolve_default_without_card_is_no_model_and_the_error_says_what_to_do()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["models/mnist-2d"]);

        DirectoryNotFoundException error = Assert.Throws<DirectoryNotFoundException>(() => ModelLocation.Resolve(null, folder.FolderPath));

        Assert.Contains($"models/mnist-2d: not found in {folder.FolderPath} or a folder above it", error.Message, StringComparison.Ordinal);
        Assert.Contains("Name another one with --model, or train one", error.Message, StringComparison.Ordinal);
    }
}

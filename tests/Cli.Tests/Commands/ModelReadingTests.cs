using System.Runtime.CompilerServices;
using VaePipeline.Cli.Commands;
using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Cli.Tests.Commands;

public sealed class ModelReadingTests : IDisposable
{
    private static readonly string Shipped = ModelLocation.Resolve(named: null, SourceFolder());

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("interpolate", "--from", "digit.png", "--to", "digit.png", "--output", "out.png")]
    [InlineData("interpolate", "--from", "digit.png", "--to", "0,1", "--output", "out.png")]
    [InlineData("interpolate", "--from", "1,0", "--to", "0,1", "--output", "out.png")]
    [InlineData("grid", "--output", "out.png", "--points", "points.svg")]
    [InlineData("sample", "--count", "3", "--output", "out.png", "--points", "points.csv")]
    [InlineData("generate", "latents.csv", "--output", "out.png")]
    [InlineData("encode", "digit.png", "--output", "out.csv")]
    [InlineData("reconstruct", "digit.png", "--output", "out.png")]
    public async Task Command_reads_each_file_of_the_model_once(params string[] words)
    {
        Skip.If(OperatingSystem.IsWindows(), "needs named pipes, which can be read but once");
        PngFile.Write(_folder["digit.png"], new byte[784], 28, 28, 1);
        _folder.Put("latents.csv", "0,1\n");
        string model = Directory.CreateDirectory(_folder["model"]).FullName;
        string[] names = ["model.json", "encoder.onnx", "decoder.onnx", "weights.safetensors"];
        foreach (string name in names)
        {
            File.Copy(Path.Combine(Shipped, name), Path.Combine(model, name));
        }

        Task taken = Task.WhenAll(names.Select(name => SingleRead.Of(Path.Combine(model, name))));
        string[] placed = [.. words.Select(word => Path.GetExtension(word) is ".png" or ".csv" or ".svg" ? _folder[word] : word)];

        CommandRun run = await Task.Run(() => CommandRun.Of([.. placed, "--model", model])).WaitAsync(TimeSpan.FromSeconds(60));

        run.AssertDone();
        await taken.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Points_alone_need_only_the_card()
    {
        string model = Directory.CreateDirectory(_folder["model"]).FullName;
        File.Copy(Path.Combine(Shipped, "model.json"), Path.Combine(model, "model.json"));

        CommandRun run = await CommandRun.Of("sample", "--count", "3", "--points", _folder["points.csv"], "--model", model);

        run.AssertDone();
    }

    // Not where the tests run from: what is built may lie outside the repository.
    private static string SourceFolder([CallerFilePath] string source = "") => Path.GetDirectoryName(source) ?? "";
}

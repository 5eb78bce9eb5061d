using VaePipeline.Cli.Tests.Faults;

namespace VaePipeline.Cli.Tests;

/// <summary>Commands that do not train load no TorchSharp, although the program has those that do; these load it when they run.</summary>
public sealed class DeploymentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("--help", false)]
    [InlineData("--version", false)]
    [InlineData("generate --help", false)]
    [InlineData("data digits --images 10", false)]
    [InlineData("sample --count 3 --output {folder}/three.png --model {model}", false)]
    [InlineData("'[suggest]' 'vae tr'", false)]
    [InlineData("train --help", false)]
    [InlineData("export --help", false)]
    [InlineData("evaluate --help", false)]
    [InlineData("'[suggest]' 'vae train --l'", false)]
    [InlineData("'[suggest]' 'vae evaluate --i'", false)]
    [InlineData("evaluate {model} --data digits --images 5 --quiet", true)] // so that the test sees what it looks for
    public async Task Native_libraries_of_torch_are_loaded_by_training_commands_alone(string line, bool isTraining)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The dynamic linker of Linux tells what it loads.");
        string arguments = line.Replace("{folder}", _folder.FolderPath, StringComparison.Ordinal).Replace("{model}", VaeProcess.Model, StringComparison.Ordinal);

        using VaeProcess process = VaeProcess.Shell($"LD_DEBUG=files LD_DEBUG_OUTPUT='{_folder["loaded"]}' vae {arguments}");
        CommandRun run = await process.EndAsync();

        run.AssertDone();
        string loaded = string.Concat(Directory.GetFiles(_folder.FolderPath, "loaded.*").Select(File.ReadAllText));
        Assert.Contains("libcoreclr.so", loaded, StringComparison.Ordinal);
        Assert.Equal(isTraining, loaded.Contains("torch", StringComparison.OrdinalIgnoreCase));
    }

    [SkippableFact]
    public async Task Generate_has_neither_TorchSharp_nor_the_training_project_in_memory()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Linux tells in /proc what a process has mapped.");
        using VaeProcess process = VaeProcess.Start("generate", "-", "--output", _folder["digits.idx"], "--model", VaeProcess.Model);

        // It waits for the rest of its input with everything loaded that it needs.
        byte[] rows = [.. Enumerable.Repeat("0,0\n"u8.ToArray(), 20_000).SelectMany(row => row)];
        await process.Input.WriteAsync(rows);
        await process.Input.FlushAsync();
        string maps = "";
        for (int attempt = 0; attempt < 600 && !maps.Contains("libonnxruntime.so", StringComparison.Ordinal); attempt++)
        {
            await Task.Delay(50);
            maps = process.Maps();
        }

        await Task.Delay(500);
        maps = process.Maps();
        CommandRun run = await process.EndAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("libonnxruntime.so", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("torch", maps, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("VaePipeline.Training.dll", maps, StringComparison.Ordinal);
    }
}

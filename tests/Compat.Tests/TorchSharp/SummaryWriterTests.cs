using System.Diagnostics;
using static TorchSharp.torch.utils;

namespace VaePipeline.Compat.Tests.TorchSharpPackage;

/// <summary>Event files, read back with Debian's python3-protobuf by a script beside this file, which checks the checksums.</summary>
public sealed class SummaryWriterTests : IDisposable
{
    // Debian's own interpreter: another python3 on the path would not see its packages.
    private const string Python = "/usr/bin/python3";

    private readonly string _folder = Directory.CreateTempSubdirectory("summary-writer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task add_scalar_appends_a_record_that_protobuf_reads()
    {
        string folder = Path.Combine(_folder, "a", "b");
        var writer = tensorboard.SummaryWriter(folder);
        long before = DateTimeOffset.Now.ToUnixTimeSeconds();

        writer.add_scalar("train/loss", 1.5f, 0, walltime: 1_600_000_000);
        writer.add_scalar("é", -0.1f, 300_000, walltime: 1);
        writer.add_scalar("now", float.NaN, 2);

        string[] lines = await ReadAsync(Assert.Single(Directory.GetFiles(folder, "events.out.tfevents.*")));
        Assert.Equal(folder, writer.LogDir);
        Assert.StartsWith("""{"version": "brain.Event:2", """, lines[0], StringComparison.Ordinal);
        Assert.Equal("""{"step": 0, "tag": "train/loss", "value": 1.5, "time": 1600000000.0}""", lines[1]);
        Assert.Equal("""{"step": 300000, "tag": "\u00e9", "value": -0.10000000149011612, "time": 1.0}""", lines[2]);
        Assert.StartsWith("""{"step": 2, "tag": "now", "value": NaN, "time": """, lines[3], StringComparison.Ordinal);
        Assert.InRange(double.Parse(lines[3].Split(' ', '}')[^2], System.Globalization.CultureInfo.InvariantCulture), before, before + 600);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public void SummaryWriter_makes_a_new_file_with_its_suffix_and_a_folder_where_asked()
    {
        tensorboard.SummaryWriter(_folder, "x");
        tensorboard.SummaryWriter(_folder, "x");
        var named = tensorboard.SummaryWriter(_folder, createRunName: true);

        Assert.Equal(2, Directory.GetFiles(_folder, "events.out.tfevents.*.x").Length);
        Assert.Equal(_folder, Path.GetDirectoryName(named.LogDir));
        Assert.Single(Directory.GetFiles(named.LogDir));
    }

    private static async Task<string[]> ReadAsync(string path)
    {
        var (hasProtobuf, _, _) = await RunAsync("-c", "import google.protobuf");
        Skip.IfNot(hasProtobuf, $"{Python} has no package google.protobuf: install python3-protobuf for this test.");

        var (isRead, output, errors) = await RunAsync(Path.Combine(AppContext.BaseDirectory, "TorchSharp", "read_events.py"), path);
        return isRead ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : throw new InvalidOperationException(errors);
    }

    private static async Task<(bool Success, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{Python} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode == 0, await output, await errors);
    }
}

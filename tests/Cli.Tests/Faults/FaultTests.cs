using System.Text;
using System.Text.RegularExpressions;

namespace VaePipeline.Cli.Tests.Faults;

/// <summary>What ends a run from outside: signals, a full disk, a reader that is gone, an input that vanishes. Each says one clear thing, and can be resumed.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("INT", "--resume")]
    [InlineData("TERM", "--resume")]
    [InlineData("INT", "--resume in place of --force", "--force")]
    [Trait("Category", "Slow")]
    public async Task A_signal_ends_a_run_with_130_and_the_same_command_goes_on(string signal, string advice, params string[] options)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals.");
        string[] whole = await WholeAsync();
        Directory.CreateDirectory(_folder["cut"]);
        if (options.Length > 0)
        {
            _folder.Put("cut/digits.idx", "an earlier one"); // What --force is for.
        }

        using VaeProcess process = VaeProcess.Start(Command("-", "cut", options));
        Task feeding = FeedAsync(process, TimeSpan.FromMinutes(1));
        while (!File.Exists(_folder["cut/digits.idx.partial/run.json"]))
        {
            await Task.Delay(5);
        }

        await Task.Delay(500);
        process.Signal(signal);
        await feeding;
        CommandRun cut = await process.EndAsync();
        using VaeProcess again = VaeProcess.Start(Command("-", "cut", "--resume"));
        CommandRun resumed = await again.EndAsync(FaultRows.Text);

        Assert.Equal(130, cut.ExitCode);
        Assert.Equal("", cut.Output);
        Assert.Matches($"^cancelled\n[1-9][0-9]* images? (is|are) kept in {Regex.Escape(_folder["cut/digits.idx"])}\\.partial\\. Run the same command with {advice} to go on after them\\.\n$", cut.Error);
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Contains(" of them before", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(whole, FaultRows.FilesOf(_folder["cut"]));
    }

    /// <summary>Ctrl-C ends the whole pipeline: the input ends, within a line, and that is not the end of the data.</summary>
    [SkippableFact]
    [Trait("Category", "Slow")]
    public async Task A_pipeline_that_is_interrupted_is_resumed_although_its_input_ended_within_a_line()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals.");
        string[] whole = await WholeAsync();
        Directory.CreateDirectory(_folder["cut"]);
        using VaeProcess process = VaeProcess.Start(Command("-", "cut"));
        int half = FaultRows.Ends[1000] + 2;
        await process.Input.WriteAsync(FaultRows.Text.AsMemory(0, half));
        while (!File.Exists(_folder["cut/digits.idx.partial/run.json"]))
        {
            await Task.Delay(5);
        }

        await Task.Delay(3000); // Progress is recorded by then.
        process.Signal("INT");
        await Task.Delay(100);
        CommandRun cut = await process.EndAsync();
        using VaeProcess again = VaeProcess.Start(Command("-", "cut", "--resume"));
        CommandRun resumed = await again.EndAsync(FaultRows.Text);

        Assert.Equal(130, cut.ExitCode);
        Assert.StartsWith("cancelled\n", cut.Error, StringComparison.Ordinal);
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Equal(whole, FaultRows.FilesOf(_folder["cut"]));
    }

    [SkippableFact]
    public async Task A_reader_that_goes_away_ends_the_run_with_1()
    {
        SystemProgram.OrSkip("head", "coreutils");
        SystemProgram.OrSkip("wc", "coreutils");
        using VaeProcess process = VaeProcess.Shell($"vae generate - --model '{VaeProcess.Model}' --output - | head -c 1000 | wc -c; exit ${{PIPESTATUS[0]}}");

        CommandRun run = await process.EndAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0.5,-1\n", FaultRows.Lines))));

        Assert.Equal((1, "1000\n"), (run.ExitCode, run.Output));
        Assert.Matches("^error: standard output: cannot be written after [0-9]+ images \\(Broken pipe\\); expected a reader or room until the end\\. Run it again, or write a file\\.\n$", run.Error);
    }

    [SkippableFact]
    [Trait("Category", "Slow")]
    public async Task A_full_disk_ends_the_run_with_1_and_with_room_it_is_resumed()
    {
        const int DiskBytes = 4 << 20;
        string[] whole = await WholeAsync();
        using SmallDisk disk = SmallDisk.Mount(_folder["cut"], DiskBytes);
        _folder.Put("cut/ballast", new byte[DiskBytes - (FaultRows.Good * 784) + 100_000]); // The last images find no room.
        using VaeProcess process = VaeProcess.Start(Command("-", "cut"));
        await FeedAsync(process, TimeSpan.FromSeconds(6));

        CommandRun full = await process.EndAsync();
        File.Delete(_folder["cut/ballast"]);
        using VaeProcess again = VaeProcess.Start(Command("-", "cut", "--resume"));
        CommandRun resumed = await again.EndAsync(FaultRows.Text);

        Assert.Equal((1, ""), (full.ExitCode, full.Output));
        Assert.Matches(
            $"^error: {Regex.Escape(_folder["cut/digits.idx"])}.*: (cannot be written after [0-9]+ images|cannot be written|progress cannot be recorded) \\(No space left on device[^)]*\\); expected room, and a disk that works\\. Make room, and run it again\\.\n"
            + $"[0-9,]+ images are kept in {Regex.Escape(_folder["cut/digits.idx"])}\\.partial\\. Run the same command with --resume to go on after them\\.\n$",
            full.Error);
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Contains(" of them before", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(whole, FaultRows.FilesOf(_folder["cut"]));
    }

    [SkippableFact]
    [Trait("Category", "Slow")]
    public async Task An_input_that_is_cut_short_while_it_is_read_ends_the_run_with_1_and_restored_it_is_resumed()
    {
        SystemProgram truncate = SystemProgram.OrSkip("truncate", "coreutils"); // Windows refuses to cut a file that is read.
        const int Rows = 40_000; // Some seconds, of which the cut comes in the first.
        string text = "z0,z1,note\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => FormattableString.Invariant($"0.{i},-1,{new string('x', 500)}\n")));
        string latents = _folder.Put("latents.csv", text);
        DateTime time = File.GetLastWriteTimeUtc(latents);
        Directory.CreateDirectory(_folder["whole"]);
        Directory.CreateDirectory(_folder["cut"]);
        using (VaeProcess process = VaeProcess.Start(Command(latents, "whole")))
        {
            Assert.Equal(0, (await process.EndAsync()).ExitCode);
        }

        CommandRun cut;
        using (VaeProcess process = VaeProcess.Start(Command(latents, "cut")))
        {
            while (!File.Exists(_folder["cut/digits.idx.partial/images/digits.idx"]))
            {
                Assert.False(process.HasExited);
                await Task.Delay(1);
            }

            truncate.Bytes(["-s", "10000003", latents]);
            cut = await process.EndAsync();
        }

        CommandRun shorter = await ResumeAsync(latents);
        File.Delete(latents);
        CommandRun missing = await ResumeAsync(latents);
        _folder.Put("latents.csv", text);
        File.SetLastWriteTimeUtc(latents, time);
        CommandRun resumed = await ResumeAsync(latents);

        Assert.Equal((1, ""), (cut.ExitCode, cut.Output));
        Assert.Matches(
            $"^error: {Regex.Escape(latents)} @ byte 10000003: the file ends; expected {text.Length} bytes, as it had when it was opened\\. It was cut short meanwhile: restore it\\.\n"
            + "[0-9,]+ images are kept in .*\\. Run the same command with --resume to go on after them\\.\n$",
            cut.Error);
        Assert.Equal(2, shorter.ExitCode);
        Assert.Contains($"holds another run: the input's length was {text.Length}, and is 10000003 now; the input's time of change was ", shorter.Error, StringComparison.Ordinal);
        Assert.Equal((2, $"error: {latents}: the file does not exist; expected a CSV, TSV or NPY file of latents. Check the path.\n"), (missing.ExitCode, missing.Error));
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Contains(" of them before", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(FaultRows.FilesOf(_folder["whole"]), FaultRows.FilesOf(_folder["cut"]));
    }

    [SkippableFact]
    public async Task A_pipe_with_a_name_is_refused_as_it_could_not_be_read_again()
    {
        using VaeProcess process = VaeProcess.Shell($"vae generate <(echo 1,2) --model '{VaeProcess.Model}' --output '{_folder["digits.idx"]}'");

        CommandRun run = await process.EndAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Matches("^error: /dev/fd/[0-9]+: is a pipe or a device; expected a file, or - for standard input\\. Pass it as standard input: - < PIPE\\.\n$", run.Error);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.FolderPath));
    }

    private async Task<string[]> WholeAsync()
    {
        Directory.CreateDirectory(_folder["whole"]);
        using VaeProcess process = VaeProcess.Start(Command("-", "whole"));
        CommandRun run = await process.EndAsync(FaultRows.Text);
        Assert.True(run.ExitCode == 0, run.Error);
        return FaultRows.FilesOf(_folder["whole"]);
    }

    private async Task<CommandRun> ResumeAsync(string latents)
    {
        using VaeProcess process = VaeProcess.Start(Command(latents, "cut", "--resume"));
        return await process.EndAsync();
    }

    /// <summary>Gives the rows so slowly that all take that long, until the program has ended.</summary>
    private static async Task FeedAsync(VaeProcess process, TimeSpan all)
    {
        try
        {
            for (int line = 0; line <= FaultRows.Lines; line += 8)
            {
                int begin = line == 0 ? 0 : FaultRows.Ends[line - 1];
                await process.Input.WriteAsync(FaultRows.Text.AsMemory(begin..FaultRows.Ends[Math.Min(line + 7, FaultRows.Lines)]));
                await process.Input.FlushAsync();
                await Task.Delay(all * 8 / FaultRows.Lines);
            }
        }
        catch (IOException)
        {
            // It has ended.
        }
    }

    private string[] Command(string latents, string folder, params string[] more) =>
        ["generate", latents, "--model", VaeProcess.Model, "--output", _folder[$"{folder}/digits.idx"], "--on-error", "skip", "--batch-size", "16", "--workers", "1", .. more];
}

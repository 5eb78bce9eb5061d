using System.Diagnostics;
using System.Text.Json;

namespace VaePipeline.Cli.Tests.Faults;

/// <summary>Runs that are killed with SIGKILL, anywhere between their start and their end, and resumed by the command that a user types.</summary>
public sealed class KillTests : IDisposable
{
    private const int Moments = 20;
    private const int StartMoments = 3;
    private const int EndMoments = 3;
    private const int MostAttempts = 10;

    private static readonly string[] Outputs = ["digits.idx", "digits.npy", "digits/", "digits.idx.gz"];

    // Rows come this slowly: the run lasts eight seconds on any machine, and leaves it to the others.
    private static readonly TimeSpan Feeding = TimeSpan.FromSeconds(8);

    // Progress is recorded every two seconds, and what is recorded has to reach the disk.
    private static readonly TimeSpan MostRedone = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The first moments lie between the start of the process and its first row, the last ones behind the last row; the others are spread over the rows.</summary>
    [SkippableFact]
    [Trait("Category", "Slow")]
    public async Task A_run_killed_at_twenty_moments_is_resumed_to_the_same_bytes()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no SIGKILL.");
        foreach (string output in Outputs)
        {
            Directory.CreateDirectory(_folder[$"whole-{Form(output)}"]);
            CommandRun run = await RunAsync($"whole-{Form(output)}", output);
            Assert.Equal(FaultRows.Good, Done(run).Rows);
        }

        var random = new Random(6);
        var moments = Enumerable.Range(0, Moments).Select(i => (Index: i, Fraction: random.NextDouble(), Wait: random.NextDouble())).ToArray();
        await Parallel.ForEachAsync(moments, new ParallelOptions { MaxDegreeOfParallelism = 5 }, async (moment, _) =>
        {
            string folder = $"killed-{moment.Index}";
            string output = Outputs[moment.Index % Outputs.Length];
            long mustStand = await KillAsync(folder, output, moment.Index, moment.Fraction, moment.Wait);
            long recorded = Recorded(_folder[$"{folder}/{output.TrimEnd('/')}.partial/run.json"]);
            CommandRun run = await RunAsync(folder, output, "--resume");
            if (run.Error.EndsWith(": is there already; nothing is left to do\n", StringComparison.Ordinal))
            {
                recorded = FaultRows.Good; // Killed when all had its name, and nothing but the exit was left.
            }
            else
            {
                Assert.Equal((FaultRows.Good, recorded), Done(run));
            }

            Assert.True(recorded >= mustStand || output.EndsWith(".gz", StringComparison.Ordinal), $"{folder}: {recorded} rows stood; expected {mustStand}, which the run had {MostRedone.TotalSeconds} s before it was killed");
            Assert.Equal(FaultRows.FilesOf(_folder[$"whole-{Form(output)}"]), FaultRows.FilesOf(_folder[folder]));
            Assert.False(Directory.Exists(_folder[$"{folder}/{output.TrimEnd('/')}.partial"]));
        });
    }

    /// <summary>Kills a run; one that was whole before the signal came is thrown away and begun again.</summary>
    /// <returns>Images that a resume must not decode again.</returns>
    private async Task<long> KillAsync(string folder, string output, int index, double fraction, double wait)
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (Directory.Exists(_folder[folder]))
            {
                Directory.Delete(_folder[folder], recursive: true);
            }

            Directory.CreateDirectory(_folder[folder]);
            using VaeProcess process = VaeProcess.Start(Command(folder, output));
            long mustStand = 0;
            if (index < StartMoments)
            {
                Task feeding = process.FeedAsync(FaultRows.Text);
                await Task.Delay(TimeSpan.FromMilliseconds(500 * wait / (1 + attempt)));
                process.Kill();
                await feeding;
            }
            else if (index >= Moments - EndMoments)
            {
                await process.FeedAsync(FaultRows.Text);
                await Task.Delay(TimeSpan.FromMilliseconds(200 * wait / (1 << attempt)));
                process.Kill();
            }
            else
            {
                int steps = Moments - StartMoments - EndMoments;
                mustStand = await FeedSlowlyAsync(process, folder, output, lines: (int)(FaultRows.Lines * (index - StartMoments + fraction) / steps));
                await Task.Delay(TimeSpan.FromMilliseconds(30 * wait));
                process.Kill();
            }

            CommandRun run = await process.EndAsync();
            if (run.ExitCode == 128 + 9)
            {
                return mustStand;
            }

            Assert.True(run.ExitCode == 0, run.Error);
        }

        Assert.Fail($"{folder}: {MostAttempts} runs ended before they could be killed.");
        return 0;
    }

    /// <summary>Gives the first lines one by one, from when the run has begun on.</summary>
    /// <returns>The images of what was given a while before the end.</returns>
    private async Task<long> FeedSlowlyAsync(VaeProcess process, string folder, string output, int lines)
    {
        while (!File.Exists(_folder[$"{folder}/{output.TrimEnd('/')}.partial/run.json"]))
        {
            Assert.False(process.HasExited);
            await Task.Delay(5);
        }

        const int Piece = 10;
        TimeSpan pause = Feeding * Piece / FaultRows.Lines;
        List<(TimeSpan Time, int Lines)> given = [];
        Stopwatch watch = Stopwatch.StartNew();
        for (int done = 0; done < lines; done += Piece)
        {
            int begin = done == 0 ? 0 : FaultRows.Ends[done];
            await process.Input.WriteAsync(FaultRows.Text.AsMemory(begin..FaultRows.Ends[Math.Min(lines, done + Piece)]));
            await process.Input.FlushAsync();
            given.Add((watch.Elapsed, Math.Min(lines, done + Piece)));
            await Task.Delay(pause);
        }

        int before = given.LastOrDefault(piece => piece.Time < watch.Elapsed - MostRedone).Lines;
        return Math.Max(0, before - (before / FaultRows.BadEvery) - 64); // A batch or three may still be filling up.
    }

    private async Task<CommandRun> RunAsync(string folder, string output, params string[] more)
    {
        using VaeProcess process = VaeProcess.Start([.. Command(folder, output), "--json", .. more]);
        CommandRun run = await process.EndAsync(FaultRows.Text);
        Assert.True(run.ExitCode == 0, $"{folder}: {run.Error}");
        return run;
    }

    private string[] Command(string folder, string output) =>
        ["generate", "-", "--model", VaeProcess.Model, "--output", _folder[$"{folder}/{output}"], "--on-error", "skip", "--batch-size", "16", "--workers", "1"];

    private static (long Rows, long Resumed) Done(CommandRun run)
    {
        using JsonDocument done = JsonDocument.Parse(run.Output);
        return (done.RootElement.GetProperty("rows").GetInt64(), done.RootElement.GetProperty("resumedRows").GetInt64());
    }

    /// <summary>Images that the record of a run knows of; 0 where there is none.</summary>
    private static long Recorded(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        using JsonDocument record = JsonDocument.Parse(File.ReadAllText(path));
        return record.RootElement.GetProperty("imageRows").GetInt64();
    }

    private static string Form(string output) => output.TrimEnd('/').Replace('.', '-') + (output.EndsWith('/') ? "-folder" : "");
}

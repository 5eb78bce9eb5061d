using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;

namespace VaePipeline.EndToEnd.Tests.Machines;

/// <summary>samples/slurm/generate.sbatch under a real Slurm, on this machine.</summary>
[Trait("Category", "Slow")]
[SupportedOSPlatform("linux")]
public sealed class SlurmTests(SlurmNode node) : IClassFixture<SlurmNode>
{
    private const int Shards = 8;

    private readonly SlurmNode _slurm = node.Started();

    [SkippableFact]
    public void A_task_that_is_killed_and_requeued_goes_on_and_all_parts_merge_to_what_one_run_writes()
    {
        using ShardedRun run = new(rows: 60_000);
        string job = run.Shell($"sbatch --parsable --array=0-{Shards - 1} --cpus-per-task=1 --output=%a.log samples/slurm/generate.sbatch {ShardedRun.Csv} digits.idx", _slurm.Environment).Trim();

        int killed = KillOne(run["digits.idx"]);
        string task = string.Create(CultureInfo.InvariantCulture, $"{job}_{killed}");
        _slurm.WaitUntil(() => _slurm.StateOf(task) == "FAILED", "the killed task to fail");
        _slurm.Run($"scontrol requeue {task}");
        _slurm.WaitForJobs();

        string[] states = [.. _slurm.StateOf(job).Split('\n')];
        Assert.Equal(Enumerable.Repeat("COMPLETED", Shards), states);
        Assert.Matches(@"rows +7,\d\d\d, [\d,]+ of them before", File.ReadAllText(run[$"{killed}.log"]));
        run.Shell("vae merge digits.idx");
        run.AssertSameAsOneRun(ShardedRun.Csv, "digits.idx");
    }

    [SkippableFact]
    public void Commands_of_the_readme_write_what_one_run_writes()
    {
        using ShardedRun run = new(rows: 4000);

        run.Shell(ShardedRun.ReadmeCommands("Slurm").Replace(ShardedRun.Csv, ShardedRun.Npy, StringComparison.Ordinal).Replace(".idx", ".npy", StringComparison.Ordinal), _slurm.Environment);
        _slurm.WaitForJobs();

        run.AssertSameAsOneRun(ShardedRun.Npy, "digits.npy");
    }

    [SkippableTheory]
    [InlineData("1-2", "the array is 1-2, 2 tasks; expected 0-(N-1), a task for each shard.")]
    [InlineData("0-2:2", "the array is 0-2, 2 tasks; expected 0-(N-1), a task for each shard.")]
    public void An_array_that_is_no_row_of_shards_is_refused(string array, string message)
    {
        using ShardedRun run = new(rows: 1);

        string job = run.Shell($"sbatch --parsable --array={array} --output=%a.log samples/slurm/generate.sbatch {ShardedRun.Csv} digits.idx", _slurm.Environment).Trim();
        _slurm.WaitForJobs();

        Assert.All(_slurm.StateOf(job).Split('\n'), state => Assert.Equal("FAILED", state));
        Assert.Equal(message, File.ReadAllText(run["2.log"]).Trim());
        Assert.False(Directory.Exists(run["digits.idx.parts"]));
    }

    /// <summary>Kills the program of a task, as the system does where memory ends, once its progress is recorded.</summary>
    /// <returns>The task.</returns>
    private int KillOne(string output)
    {
        for (int shard = 0; shard < Shards; shard++)
        {
            if (TryKill(output, shard))
            {
                return shard;
            }
        }

        throw new InvalidOperationException("every task ended before it could be killed");
    }

    private bool TryKill(string output, int shard)
    {
        string part = string.Create(CultureInfo.InvariantCulture, $"{output}.parts/{shard}-of-{Shards}");
        _slurm.WaitUntil(() => Directory.Exists(part) || new FileInfo($"{part}.partial/images/{Path.GetFileName(output)}") is { Exists: true, Length: > 0 }, "the task's first images");
        if (Directory.Exists(part) || ProcessOf(output, shard) is not { } process)
        {
            return false;
        }

        // Progress is recorded every two seconds: stopped for that long, a task need not have much to do, however fast the machine is.
        ChildProcess.Shell("/", $"kill -STOP {process}; sleep 2.1; kill -CONT {process}");
        _slurm.WaitUntil(() => Directory.Exists(part) || RecordedRows(part + ".partial") > 0, "the task's first record");
        ChildProcess.Shell("/", $"kill -KILL {process} || true");
        return !Directory.Exists(part);
    }

    private static long RecordedRows(string folder)
    {
        try
        {
            using JsonDocument record = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run.json")));
            return record.RootElement.GetProperty("imageRows").GetInt64();
        }
        catch (IOException)
        {
            // The part became whole at this moment.
            return 0;
        }
    }

    /// <summary>The process that writes a part; null where there is none any more.</summary>
    private static string? ProcessOf(string output, int shard)
    {
        foreach (string folder in Directory.GetDirectories("/proc").Where(name => char.IsAsciiDigit(Path.GetFileName(name)[0])))
        {
            try
            {
                string[] words = File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0');
                if (words.Contains(string.Create(CultureInfo.InvariantCulture, $"{shard}/{Shards}"))
                    && new DirectoryInfo(Path.Combine(folder, "cwd")).ResolveLinkTarget(returnFinalTarget: false)?.FullName == Path.GetDirectoryName(output))
                {
                    return Path.GetFileName(folder);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or is another user's.
            }
        }

        return null;
    }
}

namespace VaePipeline.EndToEnd.Tests.Machines;

/// <summary>Shards as processes of one machine.</summary>
[Trait("Category", "Slow")]
public sealed class XargsTests
{
    public XargsTests()
    {
        SystemProgram.OrSkip("xargs", "findutils");
        SystemProgram.OrSkip("seq", "coreutils");
    }

    [SkippableFact]
    public void Commands_of_the_readme_write_what_one_run_writes()
    {
        using ShardedRun run = new(rows: 4000);

        run.Shell(ShardedRun.ReadmeCommands("xargs"));

        run.AssertSameAsOneRun(ShardedRun.Csv, "digits.idx");
    }

    [SkippableFact]
    public void More_shards_than_rows_write_what_one_run_writes()
    {
        using ShardedRun run = new(rows: 3);

        run.Shell($"seq 0 5 | xargs -P 2 -I{{}} vae generate {ShardedRun.Npy} --output digits.npy --shard {{}}/6 --quiet; vae merge digits.npy --remove-parts");

        run.AssertSameAsOneRun(ShardedRun.Npy, "digits.npy");
        Assert.False(Directory.Exists(run["digits.npy.parts"]));
    }
}

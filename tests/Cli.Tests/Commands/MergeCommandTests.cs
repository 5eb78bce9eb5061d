namespace VaePipeline.Cli.Tests.Commands;

public sealed class MergeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // Written once: another time of change is another input.
    public MergeCommandTests() => _folder.Put("latents.csv", "z0,z1\n0.2,0.4\n1,0\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Merge_says_what_it_wrote_and_replaces_a_file_with_force_only()
    {
        await GenerateParts();

        CommandRun first = await CommandRun.Of("merge", _folder["digits.idx"]);
        CommandRun refused = await CommandRun.Of("merge", _folder["digits.idx"]);
        CommandRun forced = await CommandRun.Of("merge", _folder["digits.idx"], "--force", "--remove-parts", "--quiet");

        first.AssertDone();
        Assert.Equal($"written  {_folder["digits.idx"]}\n         IDX file, [2, 2, 2] unsigned bytes\n", first.Output);
        refused.AssertBadInput($"{_folder["digits.idx"]}: the file exists already; expected a new file. Pass --force to replace it, or choose another name.");
        Assert.Equal(new CommandRun(0, "", ""), forced);
        Assert.Equal([51, 102, 204, 255, 255, 0, 0, 255], File.ReadAllBytes(_folder["digits.idx"])[16..]);
        Assert.False(Directory.Exists(_folder["digits.idx.parts"]));
    }

    [Fact]
    public async Task Merge_without_parts_says_how_to_make_them()
    {
        CommandRun run = await CommandRun.Of("merge", _folder["digits.idx"]);

        run.AssertBadInput("digits.idx.parts: holds no parts; expected a folder for each shard. Run \"vae generate ... ");
    }

    [Theory]
    [InlineData("2/2", "the shard is \"2/2\"; expected 0/2 to 1/2. Count from 0.")]
    [InlineData("one", "the shard is \"one\"; expected I/N, as 0/8 for the first of eight. Count from 0.")]
    public async Task Shards_out_of_range_are_refused(string shard, string message)
    {
        CommandRun run = await Generate(shard);

        run.AssertBadInput(message);
        Assert.False(Directory.Exists(_folder["digits.idx.parts"]));
    }

    private async Task GenerateParts()
    {
        (await Generate("0/2")).AssertDone();
        (await Generate("1/2")).AssertDone();
    }

    private Task<CommandRun> Generate(string shard) =>
        CommandRun.Of("generate", _folder["latents.csv"], "--model", TestDecoders.Plane, "--output", _folder["digits.idx"], "--shard", shard);
}

using System.IO.Compression;
using System.Text;

namespace VaePipeline.Cli.Tests.Commands;

/// <summary>A bad row far inside the input of <c>generate</c>, plain or packed, stopped at or skipped; and shards that are none.</summary>
public sealed class BadRowTests : IDisposable
{
    private const int BadLine = 20_002;
    private const int Rows = 25_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("latents.csv")]
    [InlineData("latents.csv.gz")]
    public async Task Stop_names_the_line_and_leaves_nothing(string name)
    {
        string latents = PutLatents(name);

        CommandRun run = await Generate(latents);

        run.AssertBadInput($"error: {latents}:20002: column 2 is \"0.5O\"; expected a finite number (float32). Correct the value, or remove the line.\n");
        Assert.Equal([latents], Directory.GetFileSystemEntries(_folder.FolderPath));
    }

    [Theory]
    [InlineData("latents.csv")]
    [InlineData("latents.csv.gz")]
    public async Task Skip_puts_the_row_aside_and_counts_it(string name)
    {
        CommandRun run = await Generate(PutLatents(name), "--on-error", "skip");

        run.AssertDone();
        Assert.Contains("\nrows     24,999, 1 rejected\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(16 + (4 * (Rows - 1)), new FileInfo(_folder["digits.idx"]).Length);
        Assert.Equal("line,reason,text\n20002,\"column 2 is \"\"0.5O\"\"; expected a finite number (float32)\",\"1,0.5O\"\n", File.ReadAllText(_folder["digits.idx.rejects.csv"]));
        string[] manifest = File.ReadAllLines(_folder["digits.idx.manifest.csv"]);
        Assert.Equal(["19999,20001", "20000,20003"], [manifest[20_000], manifest[20_001]]); // Behind the header; the bad line has no image.
    }

    [Fact]
    public async Task Packed_latents_that_are_cut_short_are_no_whole_run()
    {
        string latents = PutLatents("latents.csv.gz");
        byte[] packed = File.ReadAllBytes(latents);
        File.WriteAllBytes(latents, packed[..^9]); // The check sum and a bit.

        CommandRun run = await Generate(latents, "--on-error", "skip");

        run.AssertBadInput(" the gzip data are damaged or cut short, or other data follow them; expected whole gzip data and nothing behind them. Take the file again from its source.\n");
        Assert.False(File.Exists(_folder["digits.idx"]));
    }

    [Theory]
    [InlineData("8/8", "the shard is \"8/8\"; expected 0/8 to 7/8. Count from 0.")]
    [InlineData("one/8", "the shard is \"one/8\"; expected I/N, as 0/8 for the first of eight. Count from 0.")]
    public async Task A_shard_that_is_none_is_refused(string shard, string expected)
        => (await Generate(_folder.Put("latents.csv", "1,2\n"), "--shard", shard)).AssertBadInput($"error: {expected}\n");

    [Fact]
    public async Task Resume_and_force_together_are_refused()
        => (await Generate(_folder.Put("latents.csv", "1,2\n"), "--resume", "--force")).AssertBadInput(
            "error: both a resume and a fresh start are asked for; expected one of them. Pass --resume to go on, or --force to begin again.\n");

    private string PutLatents(string name)
    {
        StringBuilder text = new("z0,z1\n");
        for (int line = 2; line < Rows + 2; line++)
        {
            text.Append(line == BadLine ? "1,0.5O\n" : "1,0.5\n");
        }

        byte[] bytes = Encoding.ASCII.GetBytes(text.ToString());
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            return _folder.Put(name, bytes);
        }

        using GZipStream gzip = new(File.Create(_folder[name]), CompressionLevel.Fastest);
        gzip.Write(bytes);
        return _folder[name];
    }

    private Task<CommandRun> Generate(string latents, params string[] more) =>
        CommandRun.Of(["generate", latents, "--model", TestDecoders.Plane, "--output", _folder["digits.idx"], .. more]);
}

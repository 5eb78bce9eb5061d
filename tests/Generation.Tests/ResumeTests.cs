using System.Text;
using VaePipeline.Contracts.Errors;
using VaePipeline.Data.Latents;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference;
using VaePipeline.Inference.Tests;

namespace VaePipeline.Generation.Tests;

/// <summary>Runs that are cut off and resumed, in this process; Cli.Tests kills them.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Rows = 500;

    private readonly string _folder = Directory.CreateTempSubdirectory("vae-resume-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("digits.idx")]
    [InlineData("digits.idx.gz")]
    [InlineData("digits.npy")]
    [InlineData("digits.csv")]
    [InlineData("digits.raw")]
    [InlineData("digits/")]
    [InlineData("digits.png")]
    public void A_run_cut_off_by_its_input_is_resumed_to_the_same_bytes(string name)
    {
        byte[] latents = Encoding.UTF8.GetBytes(Latents());
        Run(Options("whole/" + name), latents);

        foreach (int cut in new[] { 1, 100, 1500, 4000, latents.Length - 1 })
        {
            GenerationOptions options = Options($"cut-{cut}/{name}");
            ImageGeneration broken = new(options) { StandardInput = new BrokenStream(latents, cut) };
            Assert.Throws<IOException>(() => broken.Run());
            Assert.False(options.Output.IsThere);
            GenerationReport report = Run(options with { Resume = true }, latents);

            Assert.Equal(Rows, report.Rows);
            Assert.Equal(broken.KeptRows, report.ResumedRows);
            Assert.Equal(Files("whole"), Files($"cut-{cut}"));
        }
    }

    [Fact]
    public void Skipped_rows_are_resumed_with_their_rejects_and_manifest()
    {
        string[] lines = ["name,z1,z0", .. Latents().TrimEnd('\n').Split('\n').Select((line, i) => i % 7 == 3 ? $"\"a,{i}\",x,1" : $"n{i},{line}")];
        byte[] latents = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        Run(Options("whole/digits.idx") with { OnError = RowErrorPolicy.Skip }, latents);

        for (int cut = 500; cut < latents.Length; cut += 2111)
        {
            GenerationOptions options = Options($"cut-{cut}/digits.idx") with { OnError = RowErrorPolicy.Skip };
            Assert.Throws<IOException>(() => new ImageGeneration(options) { StandardInput = new BrokenStream(latents, cut) }.Run());
            Run(options with { Resume = true }, latents);

            Assert.Equal(Files("whole"), Files($"cut-{cut}"));
        }

        string[] manifest = File.ReadAllLines(Path.Combine(_folder, "whole", "digits.idx.manifest.csv"));
        string[] rejects = File.ReadAllLines(Path.Combine(_folder, "whole", "digits.idx.rejects.csv"));
        Assert.Equal("index,line,name", manifest[0]);
        Assert.Equal("0,2,n0", manifest[1]);
        Assert.Equal("3,6,n4", manifest[4]); // Line 5 is the first that is bad.
        Assert.Equal("line,reason,text", rejects[0]);
        Assert.StartsWith("5,\"", rejects[1], StringComparison.Ordinal);
        Assert.EndsWith(",\"\"\"a,3\"\",x,1\"", rejects[1], StringComparison.Ordinal);
        Assert.Equal(Rows, manifest.Length - 1 + rejects.Length - 1);
    }

    [Fact]
    public void Progress_recorded_while_the_manifest_grows_costs_none_of_its_lines()
    {
        const int Many = 50_000;
        string note = new('x', 500);
        string[] lines = [.. Enumerable.Range(0, Many).Select(i => $"{note}{i}")];
        byte[] latents = Encoding.UTF8.GetBytes("z0,z1,note\n" + string.Concat(lines.Select(line => $"0.5,-1,{line}\n")));

        Run(Options("digits.idx") with { CheckpointInterval = TimeSpan.FromMilliseconds(10) }, latents);

        Assert.Equal(["index,line,note", .. lines.Select((line, i) => $"{i},{i + 2},{line}")], File.ReadLines(PathOf("digits.idx.manifest.csv")));
    }

    [Fact]
    public void A_cancelled_run_keeps_its_images_and_says_where()
    {
        using CancellationTokenSource cancellation = new();
        ImageGeneration generation = new(Options("digits.idx")) { StandardInput = new EndlessStream(cancellation) };

        Assert.Throws<OperationCanceledException>(() => generation.Run(cancellationToken: cancellation.Token));

        Assert.Equal(PathOf("digits.idx") + ".partial", generation.KeptFolder);
        Assert.True(generation.KeptRows > 0);
        Assert.True(File.Exists(Path.Combine(generation.KeptFolder!, "images", "digits.idx")));
    }

    [Fact]
    public void A_resume_with_another_input_model_or_option_is_refused_by_name()
    {
        File.WriteAllText(PathOf("latents.csv"), Latents());
        GenerationOptions options = Options("digits.idx") with { LatentsPath = PathOf("latents.csv"), CheckpointInterval = TimeSpan.FromMilliseconds(10) };
        using CancellationTokenSource cancellation = new();
        var cut = new Reaction(progress => { if (progress.Rows > 0) { cancellation.Cancel(); } });
        Assert.Throws<OperationCanceledException>(() => new ImageGeneration(options).Run(cut, cancellation.Token));
        File.AppendAllText(PathOf("latents.csv"), "1,2\n");

        BadInputException error = Assert.Throws<BadInputException>(
            () => new ImageGeneration(options with { Resume = true, ModelPath = TestModels.Path("decoder-uint8"), Decoder = new BatchedOnnxOptions { BatchSize = 3 } }).Run());

        Assert.Contains("the input's length was", error.Message, StringComparison.Ordinal);
        Assert.Contains("the model's SHA-256 was", error.Message, StringComparison.Ordinal);
        Assert.Contains("--batch-size was 16, and is 3 now", error.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(PathOf("digits.idx.partial")));
    }

    [Fact]
    public void Unfinished_and_finished_runs_are_neither_lost_nor_done_twice()
    {
        byte[] latents = Encoding.UTF8.GetBytes(Latents());
        GenerationOptions options = Options("digits.idx");
        Assert.Throws<IOException>(() => new ImageGeneration(options) { StandardInput = new BrokenStream(latents, 2000) }.Run());

        UnwritableOutputException unfinished = Assert.Throws<UnwritableOutputException>(() => Run(options, latents));
        Run(options with { Sink = new ImageSinkOptions { Overwrite = true } }, latents);
        UnwritableOutputException finished = Assert.Throws<UnwritableOutputException>(() => Run(options, latents));
        GenerationReport? again = new ImageGeneration(options with { Resume = true }) { StandardInput = new MemoryStream(latents) }.Run();

        Assert.Equal($"{PathOf("digits.idx")}.partial: holds a run that is not finished; expected none. Pass --resume to go on with it, or --force to begin again.", unfinished.Message);
        Assert.Equal($"{PathOf("digits.idx")}: the file exists already; expected a new file. Pass --force to replace it, or choose another name.", finished.Message);
        Assert.Null(again);
        Assert.False(Directory.Exists(PathOf("digits.idx.partial")));
    }

    [Fact]
    public void Two_runs_into_one_output_are_refused()
    {
        using CancellationTokenSource cancellation = new();
        GenerationOptions options = Options("digits.idx");
        UnwritableOutputException? second = null;
        var first = new Reaction(_ =>
        {
            second ??= Assert.Throws<UnwritableOutputException>(() => Run(options with { Resume = true }, []));
        });

        new ImageGeneration(options) { StandardInput = new MemoryStream(Encoding.UTF8.GetBytes(Latents())) }.Run(first);

        Assert.Contains("another run is writing into this folder", second?.Message, StringComparison.Ordinal);
    }

    private static string Latents() => string.Concat(TestModels.Latents(Rows).Chunk(2).Select(row => FormattableString.Invariant($"{row[0]},{row[1]}\n")));

    private static GenerationReport Run(GenerationOptions options, byte[] latents) =>
        new ImageGeneration(options) { StandardInput = new MemoryStream(latents) }.Run() ?? throw new InvalidOperationException("nothing was left to do");

    private GenerationOptions Options(string output)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(output))!);
        return new GenerationOptions
        {
            LatentsPath = LatentInput.StandardInputPath,
            ModelPath = TestModels.Decoder,
            Output = ImageOutput.Parse(PathOf(output)),
            Decoder = new BatchedOnnxOptions { BatchSize = 16 },
        };
    }

    private string[] Files(string folder) =>
    [
        .. Directory.GetFiles(PathOf(folder), "*", SearchOption.AllDirectories).Order()
            .Select(file => $"{Path.GetRelativePath(PathOf(folder), file)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];

    private string PathOf(string name) => Path.Combine(_folder, name);

    private sealed class Reaction(Action<GenerationProgress> react) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => react(value);
    }

    /// <summary>Fails behind so many bytes.</summary>
    private sealed class BrokenStream(byte[] bytes, int cut) : MemoryStream(bytes, 0, cut)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, count) is > 0 and var read ? read : throw new IOException("the line is dead");
    }

    /// <summary>Rows without end; cancels after a while.</summary>
    private sealed class EndlessStream(CancellationTokenSource cancellation) : MemoryStream
    {
        private int _reads;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (++_reads == 3)
            {
                cancellation.Cancel();
            }

            int length = count / 4 * 4;
            for (int i = 0; i < length; i += 4)
            {
                "1,2\n"u8.CopyTo(buffer.AsSpan(offset + i));
            }

            return length;
        }
    }
}

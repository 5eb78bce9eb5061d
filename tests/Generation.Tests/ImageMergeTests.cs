using VaePipeline.Contracts.Errors;
using VaePipeline.Data.Latents;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference;
using VaePipeline.Inference.Tests;

namespace VaePipeline.Generation.Tests;

/// <summary>Shards and their merge, in this process; EndToEnd.Tests runs them on Slurm and as processes.</summary>
public sealed class ImageMergeTests : IDisposable
{
    private const int Shards = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("vae-merge-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("digits.idx", 1)]
    [InlineData("digits.idx", 40)]
    [InlineData("digits.npy", 40)]
    [InlineData("digits.raw", 3)]
    [InlineData("digits.npy:npy-float32", 7)]
    public void Merged_parts_are_what_one_run_writes(string name, int rows)
    {
        WriteLatents(rows);
        string[] form = name.Split(':');
        GenerationOptions options = Options() with { Output = ImageOutput.Parse(PathOf(form[0]), form.ElementAtOrDefault(1)) };

        RunShards(options);
        GenerationReport report = ImageMerge.Run(options.Output);

        byte[] merged = File.ReadAllBytes(PathOf(form[0]));
        new ImageGeneration(options with { Sink = new ImageSinkOptions { Overwrite = true } }).Run();
        Assert.Equal(File.ReadAllBytes(PathOf(form[0])), merged);
        Assert.Equal(rows, report.Rows);
        Assert.True(Directory.Exists(PathOf(form[0] + ".parts")));
    }

    [Fact]
    public void Lines_of_manifest_and_rejects_are_those_of_the_whole_file()
    {
        // Bad rows at both ends of most parts, and a cell with a carriage return, which ends no line.
        string[] lines = ["name,z0,z1", .. Enumerable.Range(1, 200).Select(i => i % 5 is 0 or 1 ? $"n{i},x,{i}" : i == 7 ? "\"n\r7\",1,2" : $"n{i},{i / 100.0},1")];
        File.WriteAllText(PathOf("latents.csv"), string.Join('\n', lines) + "\n");
        GenerationOptions options = Options() with { OnError = RowErrorPolicy.Skip };

        RunShards(options, count: 11);
        GenerationReport report = ImageMerge.Run(options.Output, removeParts: true);

        string[] merged = Texts();
        GenerationReport whole = new ImageGeneration(options with { Sink = new ImageSinkOptions { Overwrite = true } }).Run()!; // Not null: it is no resume.
        Assert.Equal(Texts(), merged);
        Assert.Equal((120, 80), (report.Rows, report.Rejected));
        Assert.Equal((whole.Rows, whole.Rejected), (report.Rows, report.Rejected));
        Assert.StartsWith("line,reason,text\n2,", merged[1], StringComparison.Ordinal); // n1 stands in line 2, n200 in 201.
        Assert.Equal("201", merged[1].TrimEnd('\n').Split('\n')[^1].Split(',')[0]);
        Assert.Equal([PathOf("digits.idx.manifest.csv"), PathOf("digits.idx.rejects.csv")], report.OtherFiles);
        Assert.False(Directory.Exists(PathOf("digits.idx.parts")));
    }

    [Theory]
    [InlineData("latents.csv")]
    [InlineData("latents.npy")]
    public void A_bad_row_of_a_part_is_named_by_its_line_in_the_whole_file(string latents)
    {
        WriteLatents(30);
        string[] lines = File.ReadAllLines(PathOf("latents.csv"));
        lines[24] = "1,NaN";
        File.WriteAllLines(PathOf("latents.csv"), lines);
        WriteNpy(lines);

        BadRowException error = Assert.Throws<BadRowException>(
            () => new ImageGeneration(Options() with { LatentsPath = PathOf(latents), Shard = new Shard(2, Shards) }).Run());

        Assert.Equal(25, error.Line);
        Assert.Contains(latents.EndsWith(".csv", StringComparison.Ordinal) ? "latents.csv:25: column 2" : "latents.npy:25: column 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_parts_the_error_says_how_to_make_them()
    {
        DirectoryNotFoundException error = Assert.Throws<DirectoryNotFoundException>(() => ImageMerge.Run(Options().Output));

        Assert.Contains("digits.idx.parts: holds no parts; expected a folder for each shard. Run \"vae generate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_and_unfinished_parts_are_named()
    {
        WriteLatents(30);
        RunShards(Options());
        Directory.Delete(PartOf(0), recursive: true);
        Directory.Move(PartOf(2), PartOf(2) + ".partial");

        AssertRefused("digits.idx.parts: 2 of 3 parts are missing or not whole: 0, 2; expected all of them, whole. Run these shards, with --resume where they were cut off.");
    }

    [Fact]
    public void Parts_of_another_number_of_shards_are_refused()
    {
        WriteLatents(30);
        RunShards(Options());
        new ImageGeneration(Options() with { Shard = new Shard(1, 5) }).Run();

        AssertRefused("digits.idx.parts: parts of 3 and of 5 shards; expected those of one number of shards. Remove those of the other run.");
    }

    [Fact]
    public void A_part_that_bears_anothers_name_is_refused()
    {
        WriteLatents(30);
        RunShards(Options());
        Directory.Delete(PartOf(1), recursive: true);
        Directory.Move(PartOf(2), PartOf(1));
        new ImageGeneration(Options() with { Shard = new Shard(2, Shards) }).Run();

        AssertRefused("1-of-3: the record is another part's; expected a part as its shard wrote it.");
    }

    [Fact]
    public void Parts_of_another_input_are_refused()
    {
        WriteLatents(30);
        RunShards(Options());
        WriteLatents(31);
        Replace(2, Options());

        AssertRefused("2-of-3: is of another run than ", "the input's length was");
    }

    [Fact]
    public void Parts_of_another_model_are_refused()
    {
        WriteLatents(30);
        RunShards(Options());
        Replace(1, Options() with { ModelPath = TestModels.Path("decoder-uint8") });

        AssertRefused("1-of-3: is of another run than ", "the model's SHA-256 was");
    }

    [Fact]
    public void Parts_of_other_options_are_refused()
    {
        WriteLatents(30);
        RunShards(Options());
        Replace(1, Options() with { Decoder = new BatchedOnnxOptions { BatchSize = 5 } });

        AssertRefused("1-of-3: is of another run than ", "--batch-size was 4, and is 5 now");
    }

    [Theory]
    [InlineData("images/digits.idx")]
    [InlineData("manifest.csv")]
    [InlineData("rejects.csv")]
    public void Files_that_were_cut_short_or_are_gone_are_refused(string name)
    {
        WriteLatents(30);
        RunShards(Options() with { OnError = RowErrorPolicy.Skip });
        string file = Path.Combine(PartOf(1), name);
        long length = new FileInfo(file).Length;

        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1]);
        AssertRefused(FormattableString.Invariant($"{file}: the file has {length - 1} bytes; expected {length} bytes. The part is damaged: remove its folder and run its shard again."));

        File.Delete(file);
        AssertRefused($"{file}: the file is missing; expected");
    }

    [Fact]
    public void A_part_without_its_record_is_refused()
    {
        WriteLatents(30);
        RunShards(Options());
        File.Delete(Path.Combine(PartOf(2), "run.json"));

        AssertRefused("2-of-3: there is no record; expected a part as its shard wrote it.");
    }

    [Fact]
    public void Output_that_exists_is_refused_and_replaced_when_asked()
    {
        WriteLatents(30);
        RunShards(Options());
        File.WriteAllText(PathOf("digits.idx"), "earlier");

        UnwritableOutputException error = Assert.Throws<UnwritableOutputException>(() => ImageMerge.Run(Options().Output));
        string afterRefusal = File.ReadAllText(PathOf("digits.idx"));
        ImageMerge.Run(Options().Output, overwrite: true);

        Assert.Contains("digits.idx: the file exists already; expected a new file. Set Overwrite to replace it", error.Message, StringComparison.Ordinal);
        Assert.Equal("earlier", afterRefusal);
        Assert.Equal(16 + (30 * TestModels.PixelCount), new FileInfo(PathOf("digits.idx")).Length);
    }

    [Fact]
    public void A_cancelled_merge_leaves_the_parts_and_nothing_else()
    {
        WriteLatents(30);
        RunShards(Options());

        Assert.Throws<OperationCanceledException>(() => ImageMerge.Run(Options().Output, removeParts: true, cancellationToken: new CancellationToken(canceled: true)));

        Assert.Equal(["digits.idx.parts", "latents.csv"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
        Assert.Equal(Shards, Directory.GetDirectories(PathOf("digits.idx.parts")).Length);
    }

    [Fact]
    public void Forms_that_cannot_be_joined_are_refused_for_a_shard()
    {
        WriteLatents(30);

        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new ImageGeneration(Options() with { Output = ImageOutput.Parse(PathOf("digits.png")), Shard = new Shard(0, 2) }).Run());

        Assert.Contains("digits.png: parts of this form cannot be joined; expected .idx, .npy or .raw, not gzipped, for a shard.", error.Message, StringComparison.Ordinal);
    }

    private void AssertRefused(params string[] parts)
    {
        string message = Assert.Throws<BadInputException>(() => ImageMerge.Run(Options().Output)).Message;

        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.False(File.Exists(PathOf("digits.idx")));
    }

    private GenerationOptions Options() => new()
    {
        LatentsPath = PathOf("latents.csv"),
        ModelPath = TestModels.Decoder,
        Output = ImageOutput.Parse(PathOf("digits.idx")),
        Decoder = new BatchedOnnxOptions { BatchSize = 4 },
    };

    private static void RunShards(GenerationOptions options, int count = Shards)
    {
        for (int index = 0; index < count; index++)
        {
            new ImageGeneration(options with { Shard = new Shard(index, count) }).Run();
        }
    }

    private void Replace(int index, GenerationOptions options)
    {
        Directory.Delete(PartOf(index), recursive: true);
        new ImageGeneration(options with { Shard = new Shard(index, Shards) }).Run();
    }

    private void WriteLatents(int rows) => File.WriteAllLines(
        PathOf("latents.csv"), TestModels.Latents(rows).Chunk(2).Select(row => FormattableString.Invariant($"{row[0]},{row[1]}")));

    private void WriteNpy(string[] lines)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({lines.Length}, 2), }}".PadRight(117) + '\n';
        using BinaryWriter npy = new(File.Create(PathOf("latents.npy")));
        npy.Write([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(header)]);
        foreach (string cell in lines.SelectMany(line => line.Split(',')))
        {
            npy.Write(float.Parse(cell, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private string[] Texts() =>
        [.. new[] { "manifest", "rejects" }.Select(name => File.ReadAllText(PathOf($"digits.idx.{name}.csv"))), Convert.ToHexString(File.ReadAllBytes(PathOf("digits.idx")))];

    private string PartOf(int index) => PathOf(FormattableString.Invariant($"digits.idx.parts/{index}-of-{Shards}"));

    private string PathOf(string name) => Path.Combine(_folder, name);
}

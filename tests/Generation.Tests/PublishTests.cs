using System.Text;
using VaePipeline.Contracts.Errors;
using VaePipeline.Data.Latents;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference.Tests;

namespace VaePipeline.Generation.Tests;

/// <summary>How a run's files get their names: all of them, one by one, and whatever comes between.</summary>
public sealed class PublishTests : IDisposable
{
    private const string Latents = "z0,z1\n0,1\n1,0\nx,y\n-1,1\n0,0\n2,1\n1,2\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Stops behind each of the steps in which a finished run gives its files their names, and resumes.</summary>
    [Theory]
    [InlineData("digits.idx", false)]
    [InlineData("digits.idx", true)]
    [InlineData("digits.png", false)] // Pages of four.
    [InlineData("digits.png", true)]
    [InlineData("digits/", false)]
    [InlineData("digits/", true)]
    public void A_run_stopped_between_two_names_is_resumed(string name, bool isForced)
    {
        string output = name.TrimEnd('/');
        Run(Options("whole", name));
        string[] whole = FilesOf("whole");

        for (int step = 0; ; step++)
        {
            string folder = $"step-{step}";
            if (isForced)
            {
                Run(Options(folder, name));
            }

            MakeFinished(folder, name, isForced);
            if (!TryTakeSteps(_folder[folder], output, step))
            {
                Assert.True(step >= 6, $"{step} steps");
                return;
            }

            new ImageGeneration(Options(folder, name) with { Resume = true }) { StandardInput = new MemoryStream() }.Run();

            Assert.Equal(whole, FilesOf(folder));
            Assert.False(Directory.Exists(_folder[$"{folder}/{output}.partial"]));
        }
    }

    [Fact]
    public void A_forced_run_that_was_cut_off_before_its_record_is_not_taken_for_the_earlier_one()
    {
        Run(Options("out", "digits.idx"));
        Directory.CreateDirectory(_folder["out/digits.idx.partial/images"]);

        UnwritableOutputException error = Assert.Throws<UnwritableOutputException>(() => Run(Options("out", "digits.idx") with { Resume = true }));

        Assert.Equal($"{_folder["out/digits.idx"]}: the file exists already; expected a new file. Pass --force to replace it, or choose another name.", error.Message);
    }

    [Fact]
    public void Images_that_are_gone_are_told()
    {
        MakeFinished("out", "digits.idx", isForced: false);
        File.Delete(_folder["out/digits.idx.partial/images/digits.idx"]);

        BadInputException error = Assert.Throws<BadInputException>(() => Run(Options("out", "digits.idx") with { Resume = true }));

        string kept = _folder["out/digits.idx.partial"];
        Assert.Equal($"{kept}: the images are neither in it nor at {_folder["out/digits.idx"]}; expected what the run wrote. Pass --force to begin again.", error.Message);
    }

    [Fact]
    public void Pages_of_an_earlier_longer_sheet_go_with_force()
    {
        Run(Options("out", "digits.png"));
        Assert.Equal(["digits-0002.png", "digits.png"], PagesOf("out"));
        _folder.Put("out/digits-0003.png", "of a still earlier run");
        _folder.Put("out/digits-0005.png", "no page: there is no fourth");

        Run(Options("out", "digits.png") with { Sink = new ImageSinkOptions { Columns = 2, PageRows = 2, Overwrite = true } }, "0,1\n");

        Assert.Equal(["digits-0005.png", "digits.png"], PagesOf("out"));
    }

    [Fact]
    public void A_second_page_that_is_there_is_refused_before_anything_is_decoded()
    {
        Directory.CreateDirectory(_folder["out"]);
        _folder.Put("out/digits-0002.png", "kept");

        UnwritableOutputException error = Assert.Throws<UnwritableOutputException>(() => Run(Options("out", "digits.png")));

        Assert.Equal($"{_folder["out/digits.png"]}: digits-0002.png exists already; expected new files. Choose another path.", error.Message);
        Assert.Equal(["digits-0002.png"], PagesOf("out"));
    }

    [SkippableFact]
    public void The_manifest_is_csv_whatever_the_further_columns_hold()
    {
        Python.SkipWithout("csv");
        const string Text = "\"width, mm\",z0,\"say \"\"hi\"\"\",z1, note \n\"1,5\",0,\"a \"\"b\"\"\",1,it's\n2,1,\"x\"\"\",0,\"two \"\n";
        Run(Options("out", "digits.idx"), Text);

        string rows = Python.Print("import csv, sys\nfor row in csv.reader(open(sys.argv[1], newline='')): print(row)", _folder["out/digits.idx.manifest.csv"]);

        Assert.Equal(
            """
            ['index', 'line', 'width, mm', 'say "hi"', 'note']
            ['0', '2', '1,5', 'a "b"', "it's"]
            ['1', '3', '2', 'x"', 'two ']
            """,
            rows);
    }

    /// <summary>Leaves a run that is whole and has given no file its name: a folder lay where the manifest wanted to be.</summary>
    private void MakeFinished(string folder, string name, bool isForced)
    {
        string manifest = _folder[$"{folder}/{name.TrimEnd('/')}.manifest.csv"];
        GenerationOptions options = Options(folder, name);
        options = options with { Sink = options.Sink with { Overwrite = isForced } };
        File.Delete(manifest);
        Directory.CreateDirectory(manifest);
        Assert.ThrowsAny<Exception>(() => Run(options));
        Directory.Delete(manifest);
        _folder.Put($"{folder}/{name.TrimEnd('/')}.partial/lock", ""); // As a run that is killed leaves it.
    }

    /// <summary>Does what a run does at its end, up to a step; false where there are fewer steps.</summary>
    private static bool TryTakeSteps(string folder, string output, int count)
    {
        string kept = Path.Combine(folder, output + ".partial");
        List<Action> steps =
        [
            () => File.Move(Path.Combine(kept, "manifest.csv"), Path.Combine(folder, output + ".manifest.csv"), overwrite: true),
            () => File.Move(Path.Combine(kept, "rejects.csv"), Path.Combine(folder, output + ".rejects.csv"), overwrite: true),
        ];
        foreach (string entry in Directory.GetFileSystemEntries(Path.Combine(kept, "images")).Select(path => Path.GetFileName(path)).OrderBy(entry => entry == output))
        {
            string source = Path.Combine(kept, "images", entry), target = Path.Combine(folder, entry);
            if (Directory.Exists(source) && Directory.Exists(target))
            {
                steps.Add(() => Directory.Move(target, Path.Combine(folder, ".old")));
                steps.Add(() => Directory.Move(source, target));
                steps.Add(() => Directory.Delete(Path.Combine(folder, ".old"), recursive: true));
            }
            else
            {
                steps.Add(Directory.Exists(source) ? () => Directory.Move(source, target) : () => File.Move(source, target, overwrite: true));
            }
        }

        steps.Add(() => Directory.Delete(Path.Combine(kept, "images"), recursive: true));
        steps.Add(() => File.Delete(Path.Combine(kept, "lock")));
        steps.Add(() => File.Delete(Path.Combine(kept, "run.json")));
        steps.Add(() => Directory.Delete(kept, recursive: true));
        foreach (Action step in steps.Take(count))
        {
            step();
        }

        return count <= steps.Count;
    }

    // Hidden: what a replaced folder was called for a moment.
    private string[] FilesOf(string folder) =>
    [
        .. Directory.GetFiles(_folder[folder], "*", SearchOption.AllDirectories).Where(file => !file.Contains("/.old", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(_folder[folder], file)} {Convert.ToHexString(File.ReadAllBytes(file))}"),
    ];

    private string[] PagesOf(string folder) =>
        [.. Directory.GetFiles(_folder[folder], "*.png").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static void Run(GenerationOptions options, string latents = Latents) =>
        new ImageGeneration(options) { StandardInput = new MemoryStream(Encoding.UTF8.GetBytes(latents)) }.Run();

    private GenerationOptions Options(string folder, string name)
    {
        Directory.CreateDirectory(_folder[folder]);
        return new GenerationOptions
        {
            LatentsPath = LatentInput.StandardInputPath,
            ModelPath = TestModels.Decoder,
            Output = ImageOutput.Parse(_folder[$"{folder}/{name}"]),
            Sink = new ImageSinkOptions { Columns = 2, PageRows = 2 },
            OnError = RowErrorPolicy.Skip,
        };
    }
}

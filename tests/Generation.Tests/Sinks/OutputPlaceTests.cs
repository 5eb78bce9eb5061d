using VaePipeline.Contracts.Errors;
using VaePipeline.Generation.Sinks;

namespace VaePipeline.Generation.Tests.Sinks;

public sealed class OutputPlaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OutputPlaceTests() => Directory.CreateDirectory(_folder["work"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void MoveInto_moves_all_pages_of_a_sheet()
    {
        _folder.Put("work/a.png", "1");
        _folder.Put("work/a-0002.png", "2");

        OutputPlace.MoveInto(_folder["work"], ImageOutput.Parse(_folder["a.png"]), overwrite: false);

        Assert.Equal(("1", "2"), (File.ReadAllText(_folder["a.png"]), File.ReadAllText(_folder["a-0002.png"])));
        Assert.Empty(Directory.GetFileSystemEntries(_folder["work"]));
    }

    [Fact]
    public void MoveInto_page_that_is_there_is_refused_before_the_main_file_has_its_name()
    {
        _folder.Put("work/a.png", "1");
        _folder.Put("work/a-0002.png", "2");
        _folder.Put("a-0002.png", "mine");
        ImageOutput output = ImageOutput.Parse(_folder["a.png"]);

        UnwritableOutputException error = Assert.Throws<UnwritableOutputException>(() => OutputPlace.MoveInto(_folder["work"], output, overwrite: false));

        Assert.Equal($"{_folder["a-0002.png"]}: the file exists already; expected a new file. Choose another name, or ask for it to be replaced.", error.Message);
        Assert.False(output.IsThere);
        Assert.Equal("mine", File.ReadAllText(_folder["a-0002.png"]));
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("0000/notes.txt")]
    [InlineData("photos/0000000.png")]
    public void MoveInto_over_a_folder_with_other_files_is_refused(string foreign)
    {
        Directory.CreateDirectory(_folder["work/a/0000"]);
        Directory.CreateDirectory(Path.GetDirectoryName(_folder["a/" + foreign])!);
        _folder.Put("a/" + foreign, "mine");
        ImageOutput output = ImageOutput.Parse(_folder["a"]);

        UnwritableOutputException error = Assert.Throws<UnwritableOutputException>(() => OutputPlace.MoveInto(_folder["work"], output, overwrite: true));

        Assert.Contains("which is no numbered image; expected a folder for the images alone.", error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_folder["a/" + foreign]));
    }

    [SkippableFact]
    public void MoveInto_over_a_link_writes_what_it_points_at()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows needs a privilege for symbolic links.");
        _folder.Put("work/a.idx", "new");
        string real = _folder.Put("real", "old");
        File.CreateSymbolicLink(_folder["a.idx"], real);

        OutputPlace.MoveInto(_folder["work"], ImageOutput.Parse(_folder["a.idx"]), overwrite: true);

        Assert.Equal(real, new FileInfo(_folder["a.idx"]).LinkTarget);
        Assert.Equal("new", File.ReadAllText(real));
    }

    [Fact]
    public void Check_missing_folder_is_refused()
    {
        UnwritableOutputException error = Assert.Throws<UnwritableOutputException>(() => OutputPlace.Check(ImageOutput.Parse(_folder["none/a.idx"]), overwrite: false));

        Assert.Contains($"the folder {_folder["none"]} does not exist", error.Message, StringComparison.Ordinal);
    }
}

using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Images;
using VaePipeline.Generation.Sinks;

namespace VaePipeline.Generation.Tests.Sinks;

public sealed class ImageSinkTests : IDisposable
{
    private static readonly ImageShape Pair = new(1, 1, 2);

    private readonly string _folder = Directory.CreateTempSubdirectory("vae-sinks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>One output of each kind.</summary>
    public static TheoryData<string> Outputs => ["digits.png", "digits.idx", "digits.npy", "digits.csv", "digits.raw", "digits.idx.gz", "digits.csv.gz", "digits/"];

    // 0.1 / (1 / 255) = 25.5 but for the rounding of 1 / 255 to float32: PixelQuantizerTests has such cases.
    [Fact]
    public void Append_floats_are_rounded_and_clipped_to_bytes()
    {
        using (ImageSink sink = Open("digits.idx", new ImageShape(1, 1, 4)))
        {
            sink.Append([0f, 0.2f, -3f, 7f]);
            sink.Complete();
        }

        Assert.Equal([0, 51, 0, 255], File.ReadAllBytes(PathOf("digits.idx"))[16..]);
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Dispose_without_complete_leaves_nothing(string output)
    {
        using (ImageSink sink = Open(output, Pair))
        {
            sink.Append([1, 2]);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Dispose_without_complete_leaves_earlier_output(string output)
    {
        Write(output, overwrite: false, [1, 2]);
        Dictionary<string, byte[]> earlier = ReadAll();

        using (ImageSink sink = Open(output, Pair, new ImageSinkOptions { Overwrite = true }))
        {
            sink.Append([3, 4]);
        }

        Assert.Equal(earlier, ReadAll());
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Open_without_overwrite_refuses_earlier_output(string output)
    {
        Write(output, overwrite: false, [1, 2]);

        UnwritableOutputException error = Assert.Throws<UnwritableOutputException>(() => Open(output, Pair));

        Assert.Contains("Set Overwrite to replace it", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Complete_without_overwrite_keeps_what_appeared_meanwhile(string output)
    {
        using ImageSink late = Open(output, Pair);
        late.Append([3, 4]);
        Write(output, overwrite: false, [1, 2]);
        late.Append([5, 6]);

        Assert.Throws<UnwritableOutputException>(late.Complete);

        late.Dispose();
        Dictionary<string, byte[]> kept = ReadAll();
        Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder);
        Write(output, overwrite: false, [1, 2]);
        Assert.Equal(ReadAll(), kept);
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Complete_with_overwrite_equals_a_fresh_output(string output)
    {
        Write(output, overwrite: false, [3, 4]);
        Dictionary<string, byte[]> fresh = ReadAll();
        Write(output, overwrite: true, [1, 2], [5, 6]);

        Write(output, overwrite: true, [3, 4]);

        Assert.Equal(fresh, ReadAll());
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Append_after_complete_is_refused(string output)
    {
        using ImageSink sink = Open(output, Pair);
        sink.Append([1, 2]);
        sink.Complete();

        Assert.Throws<InvalidOperationException>(() => sink.Append([3, 4]));
        Assert.Equal(1, sink.Count);
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Append_image_of_another_size_is_refused(string output)
    {
        using ImageSink sink = Open(output, Pair);

        ArgumentException error = Assert.Throws<ArgumentException>(() => sink.Append([1, 2, 3]));

        Assert.EndsWith("image 0 has 3 values; expected 2 (1x1x2). Pass one whole image.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Append_after_dispose_is_refused()
    {
        ImageSink sink = Open("digits.idx", Pair);
        sink.Dispose();
        sink.Dispose();

        Assert.Throws<ObjectDisposedException>(() => sink.Append([1, 2]));
    }

    [Fact]
    public void Complete_sheet_without_images_is_refused_and_empty_files_are_valid()
    {
        using ImageSink sheet = Open("digits.png", Pair);
        Assert.Throws<BadInputException>(sheet.Complete);

        Write("digits.idx", overwrite: false);

        Assert.Equal([0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2], File.ReadAllBytes(PathOf("digits.idx")));
    }

    [Fact]
    public void Open_two_channels_as_png_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Open("digits/", new ImageShape(2, 1, 1)));

        Assert.Contains("images are 2x1x1; expected 1 channel (grey) or 3 (RGB) for PNG. Write .npy.", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Open_options_out_of_range_names_all_of_them()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Open("digits.png", Pair, new ImageSinkOptions { Columns = 0, Gap = 65 }));

        Assert.Equal("columns: 0; expected 1 to 10000. gap: 65; expected 0 to 64 pixels.", error.Message);
    }

    [SkippableFact]
    public void Complete_into_a_linked_folder_keeps_the_link()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows needs a privilege for symbolic links.");
        string real = Directory.CreateDirectory(PathOf("real")).FullName;
        Directory.CreateSymbolicLink(PathOf("link"), real);

        Write("link", overwrite: false, [1, 2]);

        Assert.Equal(real, new DirectoryInfo(PathOf("link")).LinkTarget);
        Assert.Equal([1, 2], PictureFile.Read(Path.Combine(real, "0000", "0000000.png")).Pixels);
    }

    private ImageSink Open(string output, ImageShape shape, ImageSinkOptions? options = null)
        => ImageSink.Open(ImageOutput.Parse(PathOf(output)), shape, options ?? new ImageSinkOptions());

    private void Write(string output, bool overwrite, params byte[][] images)
    {
        using ImageSink sink = Open(output, Pair, new ImageSinkOptions { Overwrite = overwrite });
        foreach (byte[] image in images)
        {
            sink.Append(image);
        }

        sink.Complete();
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private Dictionary<string, byte[]> ReadAll()
        => Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllBytes);
}

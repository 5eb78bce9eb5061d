using System.Globalization;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Images;
using VaePipeline.Generation.Sinks;

namespace VaePipeline.Generation.Tests.Sinks;

/// <summary>Every form, read back by programs that are not ours: numpy, Python's gzip, pngcheck, file, zcat.</summary>
public sealed class ForeignReaderTests : IDisposable
{
    private const string Numpy = """
        import gzip, sys
        import numpy as np
        path, form, count, channels, height, width = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
        pixels = channels * height * width
        raw = (gzip.open if path.endswith('.gz') else open)(path, 'rb')
        if form == 'idx':
            head = np.frombuffer(raw.read(16), '>u4')
            assert head.tolist() == [0x803, count, height, width], head
            got = np.frombuffer(raw.read(), 'u1').reshape(count, pixels)
        elif form == 'raw':
            got = np.frombuffer(raw.read(), 'u1').reshape(count, pixels)
        elif form == 'csv':
            names = raw.readline().decode().strip().split(',')
            assert names == ['p%d' % i for i in range(pixels)], names
            got = np.loadtxt(raw, 'u1', delimiter=',', ndmin=2).reshape(count, pixels)
        else:
            got = np.load(raw)
            assert got.shape == (count, channels, height, width), got.shape
            got = got.reshape(count, pixels)
        want = IMAGES
        if form == 'npy-float32':
            want = want.astype('f4') / np.float32(255)
        assert got.dtype == want.dtype and (got == want).all(), got
        print('same')
        """;

    private static readonly ImageShape Grey = new(1, 5, 3);
    private static readonly ImageShape Colour = new(3, 2, 4);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("a.idx", "idx", 1, 4)]
    [InlineData("a.idx.gz", "idx", 1, 4)]
    [InlineData("a.npy", "npy", 1, 4)]
    [InlineData("a.npy", "npy", 3, 4)]
    [InlineData("a.npy", "npy", 3, 0)]
    [InlineData("a.npy.gz", "npy", 3, 300)]
    [InlineData("a.npy", "npy-float32", 1, 4)]
    [InlineData("a.npy.gz", "npy-float32", 3, 4)]
    [InlineData("a.csv", "csv", 1, 300)]
    [InlineData("a.csv.gz", "csv", 3, 4)]
    [InlineData("a.raw", "raw", 3, 4)]
    [InlineData("a.raw.gz", "raw", 1, 4)]
    [InlineData("a.raw.gz", "raw", 1, 0)]
    public void Numpy_reads_what_was_written(string name, string form, int channels, int count)
    {
        Python.SkipWithout("numpy");
        ImageShape shape = channels == 1 ? Grey : Colour;
        SinkImages.Write(_folder[name], form, shape, count);

        int[] sizes = [count, shape.Channels, shape.Height, shape.Width];
        string verdict = Python.Print(
            Numpy.Replace("IMAGES", SinkImages.InPython, StringComparison.Ordinal),
            [_folder[name], form, .. sizes.Select(size => size.ToString(CultureInfo.InvariantCulture))]);

        Assert.Equal("same", verdict);
    }

    // 64 images of 512 x 512 bytes fill a gzip member: these are three, and one for the header.
    [SkippableTheory]
    [InlineData("a.idx")]
    [InlineData("a.npy")]
    [InlineData("a.raw")]
    [Trait("Category", "Slow")]
    public void Zcat_of_several_members_gives_the_plain_file(string name)
    {
        SystemProgram zcat = SystemProgram.OrSkip("zcat", "gzip", "--version");
        ImageShape shape = new(1, 512, 512);
        SinkImages.Write(_folder[name], null, shape, 150);
        SinkImages.Write(_folder[name + ".gz"], null, shape, 150);

        byte[] unpacked = zcat.Bytes([_folder[name + ".gz"]]);

        Assert.True(unpacked.AsSpan().SequenceEqual(File.ReadAllBytes(_folder[name])));
    }

    [SkippableTheory]
    [InlineData("a.npy", null, "NumPy array, version 1.0, header length ")]
    [InlineData("a.npy", "npy-float32", "NumPy array, version 1.0, header length ")]
    [InlineData("a.csv", null, "CSV text")]
    [InlineData("a.idx.gz", null, "gzip compressed data")]
    [InlineData("a.png", null, "PNG image data, 7 x 5, 8-bit grayscale, non-interlaced")]
    public void File_names_the_format(string name, string? format, string expected)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Another system's file program has other words.");
        SystemProgram file = SystemProgram.OrSkip("file", "file", "--version");
        SinkImages.Write(_folder[name], format, Grey, 2);

        string found = file.Print(["--brief", _folder[name]]);

        Assert.StartsWith(expected, found, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    [Trait("Category", "Slow")]
    public void Pngcheck_finds_a_folder_whole_with_1000_in_a_sub_folder(int channels)
    {
        SystemProgram pngcheck = SystemProgram.OrSkip("pngcheck", "pngcheck");
        SinkImages.Write(_folder["digits/"], null, channels == 1 ? Grey : Colour, 1001);

        string[] files = [.. Directory.GetFiles(_folder["digits"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        pngcheck.Bytes(files);

        Assert.Equal(1001, files.Length);
        Assert.Equal(_folder["digits/0000/0000000.png"], files[0]);
        Assert.Equal(_folder["digits/0000/0000999.png"], files[999]);
        Assert.Equal(_folder["digits/0001/0001000.png"], files[1000]);
    }

    [SkippableFact]
    public void Pngcheck_finds_all_pages_of_a_sheet_whole()
    {
        SystemProgram pngcheck = SystemProgram.OrSkip("pngcheck", "pngcheck");
        SinkImages.Write(_folder["digits.png"], null, Colour, 9, new ImageSinkOptions { Columns = 2, PageRows = 2, Gap = 0 });

        string[] files = [.. Directory.GetFiles(_folder.FolderPath).Order(StringComparer.Ordinal)];
        pngcheck.Bytes(files);

        Assert.Equal(["digits-0002.png", "digits-0003.png", "digits.png"], files.Select(Path.GetFileName));
        Picture full = PictureFile.Read(files[0]);
        Assert.Equal((8, 4), (full.Width, full.Height));
    }

    // What the project itself reads as a data set.
    [Fact]
    public void CsvImageReader_reads_what_was_written()
    {
        ImageShape shape = new(1, 4, 4);
        SinkImages.Write(_folder["a.csv"], null, shape, 3);

        ImageSet read = ImageReader.ReadAll(new ImageInput { Path = _folder["a.csv"] });

        Assert.Equal(shape, read.Shape);
        Assert.Equal(Enumerable.Range(0, 3).SelectMany(row => SinkImages.Of(row, shape)), read.Pixels);
    }
}

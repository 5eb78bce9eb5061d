using System.IO.Pipes;
using VaePipeline.Contracts.Models;
using VaePipeline.Generation.Sinks;

namespace VaePipeline.Generation.Tests.Sinks;

/// <summary>Disks that are full, and standard output: what a sink writes without a name of its own.</summary>
public sealed class SinkFaultTests : IDisposable
{
    private const int DiskBytes = 2 << 20;

    private static readonly ImageShape Shape = new(1, 64, 64);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("a.idx")]
    [InlineData("a.npy")]
    [InlineData("a.csv")]
    [InlineData("a/")]
    public void Append_on_a_full_disk_fails_and_the_last_state_goes_on(string name)
    {
        using SmallDisk disk = SmallDisk.Mount(_folder["disk"], DiskBytes);
        string ballast = _folder["disk/ballast"];
        File.WriteAllBytes(ballast, new byte[DiskBytes * 3 / 4]);
        ImageOutput output = ImageOutput.Parse(_folder[name]);
        string place = _folder["disk/work"];
        SinkState state;
        using (ImageSink sink = ImageSink.OpenAt(place, output, Shape, new ImageSinkOptions(), null))
        {
            SinkImages.AppendUpTo(sink, output.Format, 20);
            Assert.True(sink.TryCheckpoint(out state));

            IOException error = Assert.Throws<IOException>(() => SinkImages.AppendUpTo(sink, output.Format, 1000));

            Assert.StartsWith(FormattableString.Invariant($"{output.Path}: cannot be written after {sink.Count} images ("), error.Message, StringComparison.Ordinal);
            Assert.EndsWith("); expected room, and a disk that works. Make room, and run it again.", error.Message, StringComparison.Ordinal);
            Assert.False(sink.TryCheckpoint(out _));
        }

        File.Delete(ballast);
        using (ImageSink sink = ImageSink.OpenAt(place, output, Shape, new ImageSinkOptions(), state))
        {
            SinkImages.AppendUpTo(sink, output.Format, 60);
            sink.Complete();
        }

        SinkImages.Write(_folder[name], null, Shape, 60);
        Assert.Equal(AllBytes(_folder[name.TrimEnd('/')]), AllBytes(place));
    }

    [SkippableFact]
    public void Complete_on_a_full_disk_leaves_earlier_output_and_nothing_else()
    {
        using SmallDisk disk = SmallDisk.Mount(_folder["disk"], DiskBytes);
        SinkImages.Write(_folder["disk/a.idx"], null, Shape, 10);
        byte[] earlier = File.ReadAllBytes(_folder["disk/a.idx"]);
        using (ImageSink sink = ImageSink.Open(ImageOutput.Parse(_folder["disk/a.idx"]), Shape, new ImageSinkOptions { Overwrite = true }))
        {
            SinkImages.AppendUpTo(sink, ImageFormat.Idx, 20);
            File.WriteAllBytes(_folder["disk/ballast"], new byte[DiskBytes - (96 << 10)]);

            Assert.Throws<IOException>(sink.Complete);
        }

        Assert.Equal(["a.idx", "ballast"], Directory.GetFileSystemEntries(_folder["disk"]).Select(Path.GetFileName).Order());
        Assert.Equal(earlier, File.ReadAllBytes(_folder["disk/a.idx"]));
    }

    [Fact]
    public void Append_into_a_closed_pipe_fails_and_says_so()
    {
        using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
        pipe.DisposeLocalCopyOfClientHandle();
        using ImageSink sink = ImageSink.Open(ImageOutput.Parse("-"), Shape, new ImageSinkOptions(), pipe);

        IOException error = Assert.Throws<IOException>(() => SinkImages.AppendUpTo(sink, ImageFormat.Raw, 1000));

        Assert.StartsWith("standard output: cannot be written after ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("); expected a reader or room until the end. Run it again, or write a file.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_on_standard_output_has_written_all_and_leaves_it_open()
    {
        ImageShape shape = new(1, 1, 2);
        using MemoryStream output = new();
        using (ImageSink sink = ImageSink.Open(ImageOutput.Parse("-"), shape, new ImageSinkOptions(), output))
        {
            SinkImages.AppendUpTo(sink, ImageFormat.Raw, 3);
            Assert.False(sink.TryCheckpoint(out _));
            sink.Complete();
            Assert.Equal(6, sink.BytesWritten);
        }

        Assert.Equal([0, 7, 31, 38, 62, 69], output.ToArray());
        Assert.True(output.CanWrite);
    }

    [Fact]
    public void Csv_on_standard_output_has_a_header_and_a_line_an_image()
    {
        using MemoryStream output = new();
        using ImageSink sink = ImageSink.Open(ImageOutput.Parse("-", "csv"), new ImageShape(1, 1, 3), new ImageSinkOptions(), output);
        sink.Append([0, 9, 10]);
        sink.Append([99, 100, 255]);
        sink.Complete();

        Assert.Equal("p0,p1,p2\n0,9,10\n99,100,255\n", System.Text.Encoding.ASCII.GetString(output.ToArray()));
    }

    [Fact]
    public void Append_bytes_where_floats_are_wanted_is_refused()
    {
        using ImageSink sink = ImageSink.Open(ImageOutput.Parse(_folder["a.npy"], "npy-float32"), new ImageShape(1, 1, 1), new ImageSinkOptions());

        ArgumentException error = Assert.Throws<ArgumentException>(() => sink.Append([(byte)1]));

        Assert.Equal($"{_folder["a.npy"]}: the images are bytes; expected float32 for npy-float32. Choose the format npy, or use a decoder exported with float32 pixels.", error.Message);
    }

    private static Dictionary<string, byte[]> AllBytes(string path) => Directory.Exists(path)
        ? Directory.GetFiles(path, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(path, file), File.ReadAllBytes)
        : new Dictionary<string, byte[]> { [""] = File.ReadAllBytes(path) };
}

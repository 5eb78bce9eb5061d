using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Images;

namespace VaePipeline.Contracts.Tests.Pictures;

public sealed class AnimatedPngWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(3, 4)]
    public void Frames_are_read_back_by_an_independent_reader(int channels, int frames)
    {
        Python.SkipWithout("zlib");
        byte[][] pictures = [.. Enumerable.Range(0, frames).Select(frame => Picture(frame, 7 * 6 * channels))];
        Write(_folder["a.apng"], channels, pictures);

        string script = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Pictures", "read_apng.py"));
        string[] lines = Python.Print(script, _folder["a.apng"]).Split('\n');

        Assert.Equal($"frames {frames} plays 3 size 7 6 {channels}", lines[0]);
        Assert.Equal(pictures.Select(picture => $"1/25 {Convert.ToHexStringLower(picture)}"), lines[1..]);
    }

    [Fact]
    public void First_frame_is_what_a_reader_without_animation_shows()
    {
        byte[] first = Picture(0, 42);
        Write(_folder["a.apng"], 1, [first, Picture(1, 42)]);

        Picture image = PictureFile.Read(_folder["a.apng"]);

        Assert.Equal(first, image.Pixels);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        using MemoryStream stream = new();
        AnimatedPngWriter writer = new(stream, 7, 6, 1, 25, 0);

        Assert.Contains("no frames", Assert.Throws<InvalidOperationException>(writer.Complete).Message, StringComparison.Ordinal);
        Assert.Contains("41 bytes; expected [6, 7, 1]", Assert.Throws<ArgumentException>(() => writer.Append(new byte[41])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnimatedPngWriter(stream, 7, 6, 2, 25, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnimatedPngWriter(stream, 7, 6, 1, 0, 0));
    }

    private static void Write(string path, int channels, byte[][] pictures)
    {
        using FileStream file = File.Create(path);
        AnimatedPngWriter writer = new(file, 7, 6, channels, framesPerSecond: 25, plays: 3);
        foreach (byte[] picture in pictures)
        {
            writer.Append(picture);
        }

        writer.Complete();
        file.Position = 0;
        file.Write(writer.Start);
    }

    // Some of each: flat parts, slopes, noise, so that filters differ from row to row.
    private static byte[] Picture(int seed, int size) => [.. Enumerable.Range(0, size).Select(i => (byte)(i % 5 == 0 ? i * 37 * (seed + 1) : i * (seed + 2)))];
}

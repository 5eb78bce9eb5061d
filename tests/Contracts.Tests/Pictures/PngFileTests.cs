using FsCheck;
using FsCheck.Fluent;
using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Images;

namespace VaePipeline.Contracts.Tests.Pictures;

public sealed class PngFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again()
    {
        Gen<Picture> images =
            from width in Gen.Choose(1, 9)
            from height in Gen.Choose(1, 9)
            from channels in Gen.Elements(1, 3)
            from slope in Gen.Choose(0, 40) // 0 is noise, the others are smooth: every filter gets its turn
            from noise in Gen.ArrayOf(Gen.Choose(0, 255), width * height * channels)
            select new Picture([.. noise.Select((value, i) => (byte)(slope == 0 ? value : i * slope))], width, height, channels);
        Prop.ForAll(Arb.From(images), image =>
        {
            using MemoryStream stream = new();
            PngFile.Write(stream, image.Pixels, image.Width, image.Height, image.Channels);
            Picture read = PictureFile.Decode(stream.ToArray(), "x.png");
            return read with { Pixels = image.Pixels } == image && read.Pixels.AsSpan().SequenceEqual(image.Pixels);
        }).QuickCheckThrowOnFailure();
    }

    [SkippableFact]
    public void Python_reads_the_same_pixels()
    {
        Python.SkipWithout("zlib");
        byte[] pixels = [.. Enumerable.Range(0, 20 * 10 * 3).Select(i => (byte)(i * i / 7))];
        PngFile.Write(_folder["a.png"], pixels, width: 20, height: 10, channels: 3);
        string script = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Pictures", "read_png.py"));

        Assert.Equal("20 10 3 " + Convert.ToHexStringLower(pixels), Python.Print(script, _folder["a.png"]));
    }

    [Fact]
    public void Crc_is_that_of_the_standard_check()
    {
        // The check value that every list of CRCs gives for CRC-32.
        Assert.Equal(0xCBF43926u, PngFile.ChunkCrc("1234"u8, "56789"u8));
    }

    [Fact]
    public void Write_refuses_pixels_of_another_length_and_other_channels()
    {
        using MemoryStream stream = new();

        ArgumentException length = Assert.Throws<ArgumentException>(() => PngFile.Write(stream, new byte[5], width: 3, height: 2, channels: 1));
        ArgumentException channels = Assert.Throws<ArgumentOutOfRangeException>(() => PngFile.Write(stream, new byte[8], width: 2, height: 2, channels: 2));

        Assert.StartsWith("5 bytes; expected [2, 3, 1].", length.Message, StringComparison.Ordinal);
        Assert.StartsWith("2 channels; expected 1 (grey) or 3 (RGB).", channels.Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }
}

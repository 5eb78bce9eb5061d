using System.Buffers.Binary;
using SkiaSharp;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Data.Images;

/// <summary>
/// Reads a picture: PNG of every kind, JPEG turned upright as its EXIF data say, WebP, BMP, or the first frame of a GIF. The
/// first bytes say which. Colours of an embedded profile become sRGB; the levels of a file without one stay what they are. Of
/// 16 bits the high byte counts. Transparent pixels are laid over black. A picture is grey if its file stores grey, or a
/// palette of which its pixels use greys alone; any other is RGB.
/// </summary>
public static class PictureFile
{
    internal const string Expected = $"a {PictureFolder.Kinds} file";
    internal const string TakeAgain = "The file is damaged: take it again from its source.";
    internal const string TakeWhole = "The file is cut short: take it whole.";

    private const int MostPixels = 1 << 28;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">The file is damaged, cut short, or of another kind.</exception>
    public static Picture Read(string path) => Decode(InputFile.ReadAllBytes(path, Expected), path);

    /// <summary>Reads a picture in memory.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="path">Where they come from, for errors.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="BadInputException">The bytes are damaged, cut short, or of another kind.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file, string path)
    {
        ReadOnlySpan<byte> start = file[..Math.Min(file.Length, PeekStream.MostAhead)];
        string kind = FileSignature.PictureKind(start) ?? throw BadInputException.AtByte(
            path, 0, file.IsEmpty ? "the file is empty" : FileSignature.OtherKind(start) is { } other ? $"it is {other}" : "it is no picture", Expected, "Convert it to one of these.");
        PngChunks? png = kind == "PNG" ? PngChunks.Check(file, path) : null;
        if (kind == "JPEG")
        {
            JpegMarkers.RequireEnd(file, path);
        }

        if (kind == "WebP" && BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) > file.Length - 8)
        {
            throw CutShort(path, kind);
        }

        using SKData data = SKData.CreateCopy(file);
        using SKCodec codec = SKCodec.Create(data) ?? throw Damaged(path, kind);
        SKImageInfo info = codec.Info;
        if ((long)info.Width * info.Height > MostPixels)
        {
            throw BadInputException.In(
                path, Invariant($"the picture is {info.Width} x {info.Height}"), Invariant($"at most {MostPixels} pixels"), "Make it smaller.");
        }

        // Of a PNG, gamma and primaries alone count for no profile: a plain file keeps its levels.
        bool isConverted = info.ColorSpace is { IsSrgb: false } && png is not { HasProfile: false };
        bool isStoredGrey = info.ColorType == SKColorType.Gray8;
        bool isDecodedGrey = isStoredGrey && !isConverted;
        using SKColorSpace? target = isConverted ? SKColorSpace.CreateSrgb() : null;

        // Premultiplied: over black.
        var wanted = new SKImageInfo(info.Width, info.Height, isDecodedGrey ? SKColorType.Gray8 : SKColorType.Bgra8888, isDecodedGrey ? SKAlphaType.Opaque : SKAlphaType.Premul, target);
        byte[] decoded = new byte[wanted.BytesSize];
        SKCodecResult result = codec.GetPixels(wanted, decoded);
        if (result != SKCodecResult.Success)
        {
            throw result == SKCodecResult.IncompleteInput ? CutShort(path, kind) : Damaged(path, kind);
        }

        bool isGrey = isStoredGrey || png is { IsGrey: true } || (HasPalette(kind, file, png) && HasGreysAlone(decoded));
        byte[] pixels = isDecodedGrey ? decoded : FromBgra(decoded, isGrey);
        return PictureOrientation.Upright(new Picture(pixels, info.Width, info.Height, isGrey ? 1 : 3), codec.EncodedOrigin);
    }

    private static BadInputException Damaged(string path, string kind) => BadInputException.In(path, "the picture's data are damaged", $"a {kind} file", TakeAgain);

    private static BadInputException CutShort(string path, string kind) => BadInputException.In(path, "the picture ends early", $"a whole {kind} file", TakeWhole);

    private static bool HasPalette(string kind, ReadOnlySpan<byte> file, PngChunks? png) =>
        kind == "GIF" || png is { HasPalette: true } || (kind == "BMP" && file[28] <= 8); // bits per pixel

    private static bool HasGreysAlone(ReadOnlySpan<byte> bgra)
    {
        for (int i = 0; i < bgra.Length; i += 4)
        {
            if (bgra[i] != bgra[i + 1] || bgra[i] != bgra[i + 2])
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] FromBgra(ReadOnlySpan<byte> bgra, bool isGrey)
    {
        int channels = isGrey ? 1 : 3;
        byte[] pixels = new byte[bgra.Length / 4 * channels];
        for (int source = 0, target = 0; target < pixels.Length; source += 4, target += channels)
        {
            pixels[target] = bgra[source + 2];
            if (!isGrey)
            {
                pixels[target + 1] = bgra[source + 1];
                pixels[target + 2] = bgra[source];
            }
        }

        return pixels;
    }
}

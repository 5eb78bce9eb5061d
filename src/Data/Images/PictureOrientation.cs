using SkiaSharp;

namespace VaePipeline.Data.Images;

/// <summary>Turns pictures as EXIF's field Orientation says (Exif 3.0, 4.6.5: 1 to 8).</summary>
internal static class PictureOrientation
{
    /// <summary>The picture as it should be looked at.</summary>
    public static Picture Upright(Picture picture, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default)
        {
            return picture;
        }

        // From 5 on, rows become columns.
        bool isTurned = origin >= SKEncodedOrigin.LeftTop;
        (int width, int height) = isTurned ? (picture.Height, picture.Width) : (picture.Width, picture.Height);
        int right = picture.Width - 1, bottom = picture.Height - 1, channels = picture.Channels;
        byte[] pixels = new byte[picture.Pixels.Length];
        for (int y = 0, target = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++, target += channels)
            {
                (int column, int row) = origin switch
                {
                    SKEncodedOrigin.TopRight => (right - x, y),
                    SKEncodedOrigin.BottomRight => (right - x, bottom - y),
                    SKEncodedOrigin.BottomLeft => (x, bottom - y),
                    SKEncodedOrigin.LeftTop => (y, x),
                    SKEncodedOrigin.RightTop => (y, bottom - x),
                    SKEncodedOrigin.RightBottom => (right - y, bottom - x),
                    _ => (right - y, x),
                };
                picture.Pixels.AsSpan(((row * picture.Width) + column) * channels, channels).CopyTo(pixels.AsSpan(target));
            }
        }

        return picture with { Pixels = pixels, Width = width, Height = height };
    }
}

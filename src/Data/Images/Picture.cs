namespace VaePipeline.Data.Images;

/// <summary>A picture in memory.</summary>
/// <param name="Pixels">[H, W, C], row-major (grey, or red, green and blue side by side), 0..255.</param>
/// <param name="Width">W, in pixels.</param>
/// <param name="Height">H, in pixels.</param>
/// <param name="Channels">C: 1 for grey, 3 for RGB.</param>
public sealed record Picture(byte[] Pixels, int Width, int Height, int Channels)
{
    /// <summary>Size and depth in words, such as <c>28 x 28 grey</c>.</summary>
    public string Kind => Invariant($"{Width} x {Height} {(Channels == 1 ? "grey" : "RGB")}");
}

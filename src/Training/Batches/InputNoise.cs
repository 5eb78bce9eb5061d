using VaePipeline.Contracts.Numbers;

namespace VaePipeline.Training.Batches;

/// <summary>
/// What the encoder sees in place of an image while training, so that it does not learn single images by heart; the
/// decoder is still to give the image itself.
/// </summary>
/// <param name="Binarize">
/// Share of the images, 0 to 1, of which each pixel is drawn as 0 or 1, a one with the pixel's value as probability
/// (Salakhutdinov and Murray 2008).
/// </param>
/// <param name="Shift">The image is moved by -Shift .. Shift pixels in each direction, each equally likely; zeros move in.</param>
internal readonly record struct InputNoise(double Binarize, int Shift)
{
    /// <summary>Whether the encoder sees anything but the image.</summary>
    public bool IsNone => Binarize == 0 && Shift == 0;

    /// <summary>Draws what the encoder sees of one image.</summary>
    /// <param name="image">Pixels [C, H, W], 0..255.</param>
    /// <param name="width">W.</param>
    /// <param name="height">H.</param>
    /// <param name="random">Decides.</param>
    /// <param name="noisy">Receives the pixels, as many as the image has.</param>
    public void Apply(ReadOnlySpan<byte> image, int width, int height, ref SeededRandom random, Span<byte> noisy)
    {
        if (Shift == 0)
        {
            image.CopyTo(noisy);
        }
        else
        {
            int right = random.Below((2 * Shift) + 1) - Shift, down = random.Below((2 * Shift) + 1) - Shift;
            Move(image, width, height, right, down, noisy);
        }

        if (Binarize > 0 && (Binarize == 1 || random.Between(0, 1) < Binarize))
        {
            Draw(noisy, ref random);
        }
    }

    private static void Move(ReadOnlySpan<byte> image, int width, int height, int right, int down, Span<byte> moved)
    {
        moved.Clear();
        int kept = width - Math.Abs(right);
        for (int row = 0; row < image.Length / width; row++)
        {
            int y = row % height;
            if (kept > 0 && y + down >= 0 && y + down < height)
            {
                image.Slice((row * width) + Math.Max(0, -right), kept)
                    .CopyTo(moved[(((row + down) * width) + Math.Max(0, right))..]);
            }
        }
    }

    // Four pixels a number: 16 random bits decide a pixel to 1 in 65,536.
    private static void Draw(Span<byte> pixels, ref SeededRandom random)
    {
        ulong bits = 0;
        for (int i = 0; i < pixels.Length; i++)
        {
            bits = i % 4 == 0 ? random.Next() : bits >> 16;
            pixels[i] = (bits & 0xFFFF) * 255 < pixels[i] * 65536UL ? byte.MaxValue : (byte)0;
        }
    }
}

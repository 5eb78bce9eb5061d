namespace VaePipeline.OnnxExport.Tiles;

/// <summary>
/// One axis of a convolution, transposed or not, in terms of phases. Output pixel T J + a of a tile of T, and tap k of
/// the kernel, meet input pixel F (S J + d) + q: phase q of the input, d pixels from where a convolution over that phase
/// with stride S stands. (PyTorch's convolution: i = o + k - p; its transpose: s i = o + p - k.)
/// </summary>
/// <param name="isTransposed">Whether it is a transposed convolution.</param>
/// <param name="kernel">Taps of the kernel.</param>
/// <param name="stride">s, of the transposed convolution; 1 otherwise.</param>
/// <param name="padding">p.</param>
/// <param name="inputSize">Pixels of the input.</param>
/// <param name="outputSize">Pixels of the output.</param>
/// <param name="factor">F: phases of the input.</param>
/// <param name="tile">T: pixels of the output that are computed at once; a multiple of s F, or of s where F is 1.</param>
internal sealed class AxisTaps(bool isTransposed, int kernel, int stride, int padding, int inputSize, int outputSize, int factor, int tile)
{
    /// <summary>S.</summary>
    public int Stride { get; } = tile / (stride * factor);

    /// <summary>Tiles along the output; the last may reach beyond it.</summary>
    public int Tiles { get; } = (outputSize + tile - 1) / tile;

    /// <summary>Where tap k meets output pixel a of a tile: phase and distance; <c>null</c> where they never meet.</summary>
    public (int Phase, int Distance)? Meet(int a, int k)
    {
        var shifted = isTransposed ? a + padding - k : a + k - padding;
        if (shifted % stride != 0)
        {
            return null;
        }

        var position = shifted / stride;
        var distance = (int)Math.Floor((double)position / factor);
        return (position - (distance * factor), distance);
    }

    /// <summary>Whether any tap meets one of these pixels of a tile in a phase of the input.</summary>
    public bool Meets(int phase, IEnumerable<int> outputs) => Distances(phase, outputs).Any();

    /// <summary>
    /// Extent and padding of the convolution over a phase of the input that computes these pixels of each tile, of which
    /// one is met at least; <c>null</c> where no convolution hits the tiles.
    /// </summary>
    public AxisWindow? Window(int phase, IEnumerable<int> outputs)
    {
        int[] distances = [.. Distances(phase, outputs)];

        // A convolution cannot begin inside the image: what it would skip gets taps of zero.
        var first = Math.Min(0, distances.Min());
        var size = distances.Max() - first + 1;
        var pixels = inputSize / factor;
        var padAfter = Math.Max(0, ((Tiles - 1) * Stride) + first + size - pixels);
        var steps = ((pixels - first + padAfter - size) / Stride) + 1;
        return steps == Tiles ? new AxisWindow(first, size, -first, padAfter) : null;
    }

    /// <summary>The kernel's taps that meet a pixel of a tile in a phase, and their places in the window.</summary>
    public IEnumerable<(int Tap, int Place)> Taps(int pixel, int phase, AxisWindow window)
    {
        for (var tap = 0; tap < kernel; tap++)
        {
            if (Meet(pixel, tap) is { } meeting && meeting.Phase == phase)
            {
                yield return (tap, meeting.Distance - window.First);
            }
        }
    }

    private IEnumerable<int> Distances(int phase, IEnumerable<int> outputs) => outputs
        .SelectMany(a => Enumerable.Range(0, kernel).Select(k => Meet(a, k)))
        .OfType<(int Phase, int Distance)>()
        .Where(meeting => meeting.Phase == phase)
        .Select(meeting => meeting.Distance);
}

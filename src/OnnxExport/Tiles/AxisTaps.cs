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

    /// <summary>
    /// The convolutions over the phases of the input that compute these pixels of each tile, one for each phase that is met;
    /// <c>null</c> where none is, or no convolution hits the tiles.
    /// </summary>
    public IReadOnlyList<AxisWindow>? Windows(IEnumerable<int> pixels)
    {
        AxisWindow?[] windows = [.. pixels.SelectMany(pixel => Enumerable.Range(0, kernel).Select(tap => Meet(pixel, tap)))
            .OfType<(int Phase, int Distance)>()
            .GroupBy(meeting => meeting.Phase, meeting => meeting.Distance)
            .OrderBy(phase => phase.Key)
            .Select(phase => Window(phase.Key, phase.Min(), phase.Max()))];
        AxisWindow[] found = [.. windows.OfType<AxisWindow>()];
        return found.Length > 0 && found.Length == windows.Length ? found : null;
    }

    /// <summary>The kernel's taps that meet a pixel of a tile in the phase of a window, and their places in the window.</summary>
    public IEnumerable<(int Tap, int Place)> Taps(int pixel, AxisWindow window)
    {
        for (var tap = 0; tap < kernel; tap++)
        {
            if (Meet(pixel, tap) is { } meeting && meeting.Phase == window.Phase)
            {
                yield return (tap, meeting.Distance - window.First);
            }
        }
    }

    /// <summary>Where tap k meets output pixel a of a tile: phase and distance; <c>null</c> where they never meet.</summary>
    private (int Phase, int Distance)? Meet(int a, int k)
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

    private AxisWindow? Window(int phase, int nearest, int farthest)
    {
        // A convolution cannot begin inside the image: what it would skip gets taps of zero.
        var first = Math.Min(0, nearest);
        var size = farthest - first + 1;
        var pixels = inputSize / factor;
        var padAfter = Math.Max(0, ((Tiles - 1) * Stride) + first + size - pixels);
        var steps = ((pixels - first + padAfter - size) / Stride) + 1;
        return steps == Tiles ? new AxisWindow(phase, first, size, -first, padAfter, Stride) : null;
    }
}

/// <summary>One axis of a convolution over a phase.</summary>
/// <param name="Phase">The phase of the input.</param>
/// <param name="First">Distance of its first tap.</param>
/// <param name="Size">Its taps.</param>
/// <param name="PadBefore">Zeros before the first pixel.</param>
/// <param name="PadAfter">Zeros after the last pixel.</param>
/// <param name="Stride">Pixels from one position to the next.</param>
internal sealed record AxisWindow(int Phase, int First, int Size, int PadBefore, int PadAfter, int Stride);

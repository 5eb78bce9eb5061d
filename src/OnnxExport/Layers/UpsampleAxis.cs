namespace VaePipeline.OnnxExport.Layers;

/// <summary>One axis of an Upsample layer: which pixels of the input an output pixel is made of, by the rules of PyTorch.</summary>
/// <param name="InputSize">Pixels of the input.</param>
/// <param name="OutputSize">Pixels of the output.</param>
/// <param name="Factor">The factor that was asked for; <c>null</c> where the size was, or the factor is to follow from it.</param>
internal sealed record UpsampleAxis(long InputSize, long OutputSize, double? Factor)
{
    /// <summary>The factor, if it is a whole number and both sizes agree with it; otherwise <c>null</c>.</summary>
    public long? WholeFactor =>
        OutputSize % InputSize == 0 && (Factor ?? OutputSize / InputSize) == OutputSize / InputSize ? OutputSize / InputSize : null;

    // Positions are float32 there, so that some round to a neighbour; the table shall round in the same way.
    private float Step => Factor is { } factor ? (float)(1 / factor) : (float)InputSize / OutputSize;

    /// <summary>The input pixel of each output pixel.</summary>
    public long[] Nearest()
    {
        var step = Step;
        var pixels = new long[OutputSize];
        for (var output = 0L; output < OutputSize; output++)
        {
            pixels[output] = OutputSize == InputSize ? output
                : OutputSize == 2 * InputSize ? output / 2
                : Math.Min((long)MathF.Floor(output * step), InputSize - 1);
        }

        return pixels;
    }

    /// <summary>The weights of the input pixels, [output, input].</summary>
    /// <param name="areCornersAligned">Whether the centres of the outermost pixels are where they were, not their edges.</param>
    public float[,] Linear(bool areCornersAligned)
    {
        var step = !areCornersAligned ? Step : OutputSize > 1 ? (float)(InputSize - 1) / (OutputSize - 1) : 0;
        var weights = new float[OutputSize, InputSize];
        for (var output = 0L; output < OutputSize; output++)
        {
            var position = areCornersAligned ? step * output : Math.Max(0, (step * (output + 0.5f)) - 0.5f);
            var first = Math.Min((long)position, InputSize - 1);
            var share = Math.Clamp(position - first, 0, 1);
            weights[output, first] += 1 - share;
            weights[output, Math.Min(first + 1, InputSize - 1)] += share;
        }

        return weights;
    }
}

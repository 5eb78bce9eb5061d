namespace VaePipeline.Data.Images;

/// <summary>Rounds values to the nearest of 256 levels and keeps in mind by how much. Not thread-safe.</summary>
internal sealed class PixelRounding
{
    private double _largest;

    /// <summary>The largest |value - level / 255| so far.</summary>
    public double Largest => _largest / byte.MaxValue;

    /// <summary>Rounds a value; ties go up.</summary>
    /// <param name="level">0 to 255.</param>
    public byte Round(double level)
    {
        byte rounded = (byte)(level + 0.5);
        _largest = Math.Max(_largest, Math.Abs(level - rounded));
        return rounded;
    }
}

namespace VaePipeline.Data.Points;

/// <summary>
/// Points of a plane through a latent space, or of a line, in the order of a picture: row by row from the top. The first axis
/// grows to the right; the second upwards, as in a plot, so that the first row has its last coordinate.
/// </summary>
public sealed class PlanePoints : LatentPoints
{
    private readonly PlaneAxis _horizontal;
    private readonly PlaneAxis? _vertical;
    private readonly float[] _at;

    /// <summary>Lays out the points.</summary>
    /// <param name="horizontal">The axis to the right.</param>
    /// <param name="vertical">The axis upwards; null for a single row.</param>
    /// <param name="at">A point of the plane, [L]: all latents but those of the axes stay there.</param>
    /// <exception cref="ArgumentException">An axis is no latent of the space, or both are the same.</exception>
    public PlanePoints(PlaneAxis horizontal, PlaneAxis? vertical, ReadOnlySpan<float> at)
        : base((horizontal ?? throw new ArgumentNullException(nameof(horizontal))).Coordinates.Count * (long)(vertical?.Coordinates.Count ?? 1), at.Length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)horizontal.Latent, (uint)at.Length, nameof(horizontal));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)(vertical?.Latent ?? 0), (uint)at.Length, nameof(vertical));
        if (horizontal.Latent == vertical?.Latent)
        {
            throw new ArgumentException($"both axes are latent {horizontal.Latent}; expected two. Choose another one.", nameof(vertical));
        }

        (_horizontal, _vertical, _at) = (horizontal, vertical, at.ToArray());
    }

    /// <summary>Points in a row.</summary>
    public int Width => _horizontal.Coordinates.Count;

    /// <summary>Rows of points.</summary>
    public int Height => _vertical?.Coordinates.Count ?? 1;

    private protected override void Compute(long index, Span<float> latent)
    {
        (long row, long column) = Math.DivRem(index, Width);
        _at.CopyTo(latent);
        latent[_horizontal.Latent] = _horizontal.Coordinates[(int)column];
        if (_vertical is not null)
        {
            latent[_vertical.Latent] = _vertical.Coordinates[Height - 1 - (int)row];
        }
    }
}

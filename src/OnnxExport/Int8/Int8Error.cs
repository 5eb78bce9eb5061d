namespace VaePipeline.OnnxExport.Int8;

/// <summary>How far the pixels of a network that computes in bytes are from 255 times those of the same network in float32.</summary>
/// <param name="Mean">Mean of the distance, in grey levels.</param>
/// <param name="Within">Share of the pixels that are at most <see cref="Far"/> away.</param>
internal sealed record Int8Error(double Mean, double Within)
{
    /// <summary>A distance that is seen, in grey levels.</summary>
    public const int Far = 16;

    /// <summary>The largest <see cref="Mean"/> that is exported.</summary>
    public const double LargestMean = 1.5;

    /// <summary>The least <see cref="Within"/> that is exported.</summary>
    public const double LeastWithin = 0.999;

    /// <summary>Whether it may be exported.</summary>
    public bool IsSmall => Mean <= LargestMean && Within >= LeastWithin;

    public override string ToString() => FormattableString.Invariant(
        $"the mean is {Mean:0.00} grey levels from the network's, {100 * Within:0.000} % are within {Far}");
}

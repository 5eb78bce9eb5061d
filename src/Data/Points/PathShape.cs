namespace VaePipeline.Data.Points;

/// <summary>How a path runs from one point to another.</summary>
public enum PathShape
{
    /// <summary>Straight, in steps of equal length.</summary>
    Linear,

    /// <summary>
    /// Around the origin, in steps of equal angle (slerp; Shoemake 1985): it keeps the distance from the origin at which points
    /// of a prior of many dimensions lie, which a straight path leaves.
    /// </summary>
    Spherical,
}

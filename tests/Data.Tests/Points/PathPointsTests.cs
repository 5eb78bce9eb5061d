using VaePipeline.Contracts.Errors;
using VaePipeline.Data.Points;

namespace VaePipeline.Data.Tests.Points;

public sealed class PathPointsTests
{
    private static readonly float[] Right = [1, 0];
    private static readonly float[] Up = [0, 2];

    [Fact]
    public void Linear_steps_are_of_equal_length()
        => Assert.Equal([1f, 0f, 0.75f, 0.5f, 0.5f, 1f, 0.25f, 1.5f, 0f, 2f], All(new PathPoints(Right, Up, 5)));

    // By hand: the angle is a right one; a third of it gives sin 60° = 0.8660254 of the first and sin 30° = 0.5 of the last.
    [Fact]
    public void Spherical_steps_turn_by_equal_angles()
    {
        float[] points = All(new PathPoints(Right, Up, 4, PathShape.Spherical));

        Assert.Equal([1f, 0f, 0.8660254f, 1f, 0.5f, 1.7320508f, 0f, 2f], points);
    }

    [Fact]
    public void Spherical_in_one_direction_is_straight()
        => Assert.Equal([1f, 1f, 2f, 2f, 3f, 3f], All(new PathPoints([1f, 1f], [3f, 3f], 3, PathShape.Spherical)));

    [Theory]
    [InlineData(PathShape.Linear)]
    [InlineData(PathShape.Spherical)]
    public void Ends_are_the_given_points_to_the_bit(PathShape shape)
    {
        float[] from = [0.1f, -0.7f, 1.3f];
        float[] to = [-2.9f, 0.3f, 0.11f];

        float[] points = All(new PathPoints(from, to, 7, shape));

        Assert.Equal(from, points[..3]);
        Assert.Equal(to, points[^3..]);
    }

    [Fact]
    public void Bounce_repeats_the_inner_points_in_reverse()
        => Assert.Equal([0f, 1f, 2f, 3f, 2f, 1f], All(new PathPoints([0f], [3f], 4, bounce: true)));

    [Theory]
    [InlineData(0f, 0f, 1f, 1f, "spherical path: the first point is the origin, which lies in no direction; expected two points away from it.")]
    [InlineData(1f, 1f, 0f, 0f, "spherical path: the last point is the origin")]
    [InlineData(1f, 2f, -0.5f, -1f, "spherical path: the points lie in opposite directions")]
    public void Spherical_without_one_way_is_refused(float x, float y, float toX, float toY, string expected)
        => Assert.StartsWith(expected, Assert.Throws<BadInputException>(() => new PathPoints([x, y], [toX, toY], 3, PathShape.Spherical)).Message, StringComparison.Ordinal);

    [Fact]
    public void Points_of_two_sizes_are_refused()
        => Assert.Throws<ArgumentException>(() => new PathPoints([1f, 2f], [1f], 3));

    private static float[] All(LatentPoints points)
    {
        float[] all = new float[points.Count * points.LatentSize];
        for (int i = 0; i < points.Count; i++)
        {
            points.Get(i, all.AsSpan(i * points.LatentSize, points.LatentSize));
        }

        return all;
    }
}

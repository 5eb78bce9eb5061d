using VaePipeline.Data.Plots;

namespace VaePipeline.Cli.Drawing;

/// <summary>
/// A square plot of points of the plane: frame, grid lines, ticks with numbers, labels, a caption. Both axes have the
/// same range, symmetric about 0; x runs to the right and y upwards.
/// </summary>
internal sealed class ScatterPlot
{
    private const int Side = 920;
    private const int Left = 112;
    private const int Top = 76;
    private const int Inner = 752;
    private const double NumberSize = 15;
    private const double LabelSize = 19;

    private static readonly Ink Frame = new(70, 70, 78);
    private static readonly Ink GridLine = new(228, 229, 234);
    private static readonly Ink Text = new(40, 40, 48);
    private static readonly Ink Point = new(31, 95, 180, 0.85f);

    private readonly double _limit;
    private readonly double _tickStep;

    /// <summary>Makes a plot whose axes reach one tick beyond the points, or to the next tick where that is half a tick away.</summary>
    /// <param name="largest">The largest coordinate by its absolute value, above 0 and finite.</param>
    public ScatterPlot(double largest)
    {
        if (!(largest > 0) || !double.IsFinite(largest))
        {
            throw new ArgumentOutOfRangeException(nameof(largest), string.Create(CultureInfo.InvariantCulture, $"plot: the largest coordinate is {largest}; expected a finite number above 0. Pass the points' own."));
        }

        _tickStep = AxisTicks.Step(largest / 3);
        _limit = Math.Ceiling((largest / _tickStep) + 0.25) * _tickStep;
    }

    public required string Caption { get; init; }

    public required string HorizontalLabel { get; init; }

    public required string VerticalLabel { get; init; }

    /// <summary>Draws the plot.</summary>
    /// <param name="points">[N, 2], row-major: x, y.</param>
    /// <returns>A canvas of 920 x 920 pixels.</returns>
    public Canvas Draw(ReadOnlySpan<float> points)
    {
        Canvas canvas = new(Side, Side);
        DrawAxes(canvas);
        DrawLabels(canvas);
        for (int i = 0; i + 1 < points.Length; i += 2)
        {
            canvas.FillDisc(X(points[i]), Y(points[i + 1]), 4.2, Point);
        }

        return canvas;
    }

    private double X(double value) => Left + ((value + _limit) / (2 * _limit) * Inner);

    private double Y(double value) => Top + ((_limit - value) / (2 * _limit) * Inner);

    private void DrawAxes(Canvas canvas)
    {
        int ticks = (int)Math.Round(_limit / _tickStep);
        for (int tick = -ticks; tick <= ticks; tick++)
        {
            double value = tick * _tickStep;
            canvas.DrawLine(X(value), Top, X(value), Top + Inner, 1, GridLine);
            canvas.DrawLine(Left, Y(value), Left + Inner, Y(value), 1, GridLine);
        }

        (double X, double Y)[] frame = [(Left, Top), (Left + Inner, Top), (Left + Inner, Top + Inner), (Left, Top + Inner), (Left, Top)];
        canvas.DrawPath(frame, 1.4, Frame);
        for (int tick = -ticks; tick <= ticks; tick++)
        {
            double value = tick * _tickStep;
            string number = value.ToString("0.###", CultureInfo.InvariantCulture).Replace('-', '\u2212');
            double width = StrokeFont.Measure(number, NumberSize);
            canvas.DrawLine(X(value), Top + Inner, X(value), Top + Inner + 7, 1.4, Frame);
            StrokeFont.Draw(canvas, number, X(value) - (width / 2), Top + Inner + 13 + NumberSize, NumberSize, Text);
            canvas.DrawLine(Left - 7, Y(value), Left, Y(value), 1.4, Frame);
            StrokeFont.Draw(canvas, number, Left - 14 - width, Y(value) + (NumberSize / 2), NumberSize, Text);
        }
    }

    private void DrawLabels(Canvas canvas)
    {
        double centre = Left + (Inner / 2.0);
        StrokeFont.Draw(canvas, Caption, centre - (StrokeFont.Measure(Caption, LabelSize) / 2), Top - 26, LabelSize, Text);
        StrokeFont.Draw(canvas, HorizontalLabel, centre - (StrokeFont.Measure(HorizontalLabel, LabelSize) / 2), Side - 20, LabelSize, Text);
        StrokeFont.Draw(canvas, VerticalLabel, 38, Top + (Inner / 2.0) + (StrokeFont.Measure(VerticalLabel, LabelSize) / 2), LabelSize, Text, upwards: true);
    }
}

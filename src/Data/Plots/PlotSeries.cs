namespace VaePipeline.Data.Plots;

/// <summary>Points of one colour, with an entry in the legend.</summary>
/// <param name="Name">What the legend calls them; empty for no entry.</param>
/// <param name="Color">A CSS colour.</param>
/// <param name="Points">At least one.</param>
internal sealed record PlotSeries(string Name, string Color, IReadOnlyList<PlotPoint> Points)
{
    /// <summary>Whether a line joins the points. Its last value stands beside its end.</summary>
    public bool IsLine { get; init; }

    /// <summary>Dashes of the line, as SVG's <c>stroke-dasharray</c>.</summary>
    public string Dashes { get; init; } = "none";

    /// <summary>Whether the name stands amid the points too, for readers who do not tell the colours apart.</summary>
    public bool IsNamed { get; init; }
}

/// <summary>A point, in the units of the axes.</summary>
internal readonly record struct PlotPoint(double X, double Y);

/// <summary>A vertical line, with an entry in the legend.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="X">Where it stands.</param>
internal sealed record PlotMarker(string Name, double X);

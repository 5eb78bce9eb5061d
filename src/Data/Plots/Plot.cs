using System.Text;

namespace VaePipeline.Data.Plots;

/// <summary>
/// Points and lines in a frame, drawn as SVG: title, note, axes with names and ticks, a legend, and a title and description
/// for readers who do not see it.
/// </summary>
internal sealed class Plot
{
    /// <summary>Entries of a legend; the rest is a number.</summary>
    public const int MostEntries = 40;

    /// <summary>A name that no other plot of the page has, fit for an <c>id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What is drawn, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>A second, smaller line.</summary>
    public string Note { get; init; } = "";

    /// <summary>The axis to the right.</summary>
    public required PlotAxis Horizontal { get; init; }

    /// <summary>The axis upwards.</summary>
    public required PlotAxis Vertical { get; init; }

    /// <summary>What lies in the frame, in the order of the legend.</summary>
    public required IReadOnlyList<PlotSeries> Series { get; init; }

    /// <summary>A vertical line, or null for none.</summary>
    public PlotMarker? Marker { get; init; }

    /// <summary>Width of the frame within the axes.</summary>
    public int FrameWidth { get; init; } = 560;

    /// <summary>Height of the frame.</summary>
    public int FrameHeight { get; init; } = 560;

    /// <summary>The plot in words, for readers who do not see it.</summary>
    public string Description
    {
        get
        {
            var text = new StringBuilder();
            Add("Horizontal", Horizontal);
            Add("Vertical", Vertical);
            foreach (PlotSeries series in Series.Take(MostEntries))
            {
                text.Append(CultureInfo.InvariantCulture, $" {(series.Name.Length > 0 ? $"{series.Name}: " : "")}{series.Points.Count} points");
                text.Append(series.IsLine ? Invariant($" from {series.Points[0].Y:G5} to {series.Points[^1].Y:G5}.") : ".");
            }

            return text.ToString().Trim();

            void Add(string direction, PlotAxis axis)
            {
                if (axis.Name.Length > 0)
                {
                    string range = axis.Names is null ? Invariant($"{axis.Low:G4} to {axis.High:G4}") : string.Join(", ", axis.Names.Take(MostEntries));
                    text.Append($" {direction}: {axis.Name}, {range}.");
                }
            }
        }
    }

    /// <summary>An element <c>svg</c> for a page that has the CSS of <see cref="PlotStyle"/>.</summary>
    public string ToElement() => new PlotDrawing(this).ToSvg(isDocument: false);

    /// <summary>A file of its own, dark on white.</summary>
    public string ToDocument() => new PlotDrawing(this).ToSvg(isDocument: true);

    /// <summary>Checks the file that a user asks for.</summary>
    /// <param name="option">The option that names it, as <c>--plot</c>.</param>
    /// <param name="path">The file.</param>
    /// <param name="others">Files that are written beside it.</param>
    /// <exception cref="ArgumentException">It does not end in <c>.svg</c>, or is one of the others.</exception>
    public static void CheckPath(string option, string path, IEnumerable<string> others)
    {
        if (!path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{option} is \"{path}\"; expected a path that ends in .svg. Name such a file: plots are SVG.", nameof(path));
        }

        if (others.Any(other => Path.TrimEndingDirectorySeparator(Path.GetFullPath(other)) == Path.GetFullPath(path)))
        {
            throw new ArgumentException($"{option} is \"{path}\", as --output; expected two files. Name another one.", nameof(path));
        }
    }

    /// <summary>Writes <see cref="ToDocument"/> as UTF-8.</summary>
    public void WriteTo(Stream stream) => stream.Write(Encoding.UTF8.GetBytes(ToDocument()));
}

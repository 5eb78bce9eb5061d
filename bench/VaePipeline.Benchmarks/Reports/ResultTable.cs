using System.Text.Json.Nodes;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.Reports;

/// <summary>A table of one text column, which names the rows, and columns of measurements.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Columns">Names of all columns, the first one included.</param>
internal sealed record ResultTable(string Title, IReadOnlyList<string> Columns)
{
    private readonly List<(string Name, IReadOnlyList<Spread?> Cells)> _rows = [];

    /// <summary>The names of the rows.</summary>
    public IEnumerable<string> RowNames => _rows.Select(row => row.Name);

    /// <summary>Adds a row; a cell that is <c>null</c> stays empty.</summary>
    public void Add(string name, params IReadOnlyList<Spread?> cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Count, Columns.Count - 1, nameof(cells));
        _rows.Add((name, cells));
    }

    /// <summary>As Markdown, with the heading.</summary>
    public string ToMarkdown()
    {
        string[] lines =
        [
            $"### {Title}",
            "",
            $"| {string.Join(" | ", Columns)} |",
            $"| --- |{string.Concat(Enumerable.Repeat(" ---: |", Columns.Count - 1))}",
            .. _rows.Select(row => $"| {row.Name} | {string.Join(" | ", row.Cells)} |"),
        ];
        return string.Concat(lines.Select(line => line + "\n"));
    }

    /// <summary>As JSON, with every sample.</summary>
    public JsonObject ToJson() => new()
    {
        ["title"] = Title,
        ["rows"] = new JsonArray([.. _rows.Select(row => new JsonObject(
            row.Cells.Select((cell, i) => KeyValuePair.Create<string, JsonNode?>(Columns[i + 1], cell is null ? null : ToJson(cell)))
                .Prepend(KeyValuePair.Create(Columns[0], (JsonNode?)row.Name))))]),
    };

    private static JsonObject ToJson(Spread spread) => new JsonObject
    {
        ["median"] = spread.Median,
        ["min"] = spread.Min,
        ["max"] = spread.Max,
        ["samples"] = new JsonArray([.. spread.Samples.Select(sample => (JsonNode)sample)]),
    };
}

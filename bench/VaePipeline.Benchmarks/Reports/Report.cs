using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Benchmarks.Reports;

/// <summary>The results of one run: FILE.md and, with every sample, FILE.json.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _title;
    private readonly IReadOnlyList<(string Name, string Value)> _machine;
    private readonly string _markdownFile;
    private readonly List<ResultTable> _tables = [];

    /// <summary>Begins a report, and makes sure that it can be written, before the time is spent on what goes in.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="machine">What <see cref="Machine"/> says.</param>
    /// <param name="markdownFile">FILE.md; its folder is made where it is missing.</param>
    /// <exception cref="ArgumentException">The file's name does not end in .md.</exception>
    /// <exception cref="Contracts.Errors.UnwritableOutputException">The file cannot be written.</exception>
    public Report(string title, IReadOnlyList<(string Name, string Value)> machine, string markdownFile)
    {
        if (Path.GetExtension(markdownFile) != ".md")
        {
            throw new ArgumentException($"--output is \"{markdownFile}\"; expected a file that ends in .md. The samples go beside it as .json.");
        }

        _title = title;
        _machine = machine;
        _markdownFile = markdownFile;

        // Not null: a full path that names a file.
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(markdownFile))!);
        AtomicFile.Create(markdownFile).Dispose();
    }

    /// <summary>Appends tables.</summary>
    public void Add(IEnumerable<ResultTable> tables) => _tables.AddRange(tables);

    /// <summary>Writes both files.</summary>
    public void Write()
    {
        AtomicFile.Write(_markdownFile, stream => stream.Write(Encoding.UTF8.GetBytes(ToMarkdown())));
        AtomicFile.Write(Path.ChangeExtension(_markdownFile, ".json"), stream => stream.Write(Encoding.UTF8.GetBytes(ToJson())));
    }

    /// <summary>The tables, under what the measurements depend on.</summary>
    public string ToMarkdown() => string.Join('\n',
    [
        $"# {_title}\n",
        .. _machine.Select(fact => $"- {fact.Name}: {fact.Value}"),
        "\nEach figure: median (least..greatest) of the rounds. bench/README.md says what they mean.\n",
        .. _tables.Select(table => table.ToMarkdown()),
    ]);

    private string ToJson() => new JsonObject
    {
        ["title"] = _title,
        ["machine"] = new JsonObject(_machine.Select(fact => KeyValuePair.Create(fact.Name, (JsonNode?)fact.Value))),
        ["tables"] = new JsonArray([.. _tables.Select(table => table.ToJson())]),
    }.ToJsonString(Indented) + "\n";
}

namespace VaePipeline.CommandLine;

/// <summary>Two columns of plain text for stdout: names and values, values never wrapped, no blanks at line ends.</summary>
internal sealed class ResultTable
{
    private readonly List<KeyValuePair<string, string>> _rows = [];

    public void Add(string name, string value) => _rows.Add(new(name, value));

    /// <summary>Adds a file that was written, what it holds, and the files beside it.</summary>
    public void AddWritten(string path, string description, params IEnumerable<string> otherFiles)
    {
        Add("written", path);
        Add("", description);
        foreach (string other in otherFiles)
        {
            Add("", other);
        }
    }

    public void Write(TextWriter output)
    {
        int width = _rows.Max(row => row.Key.Length);
        foreach ((string name, string value) in _rows)
        {
            output.WriteLine($"{name.PadRight(width)}  {value}".TrimEnd());
        }
    }
}

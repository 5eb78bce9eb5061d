using VaePipeline.Generation;

namespace VaePipeline.Cli;

/// <summary>Two columns of plain text for stdout: names and values, values never wrapped, no blanks at line ends.</summary>
internal sealed class ResultTable
{
    private readonly List<KeyValuePair<string, string>> _rows = [];

    public void Add(string name, string value) => _rows.Add(new(name, value));

    /// <summary>How fast a run was, and what it was busy with.</summary>
    public void AddSpeed(double imagesPerSecond, TimeSpan elapsed, StageTimes stages)
    {
        Add("speed", string.Create(CultureInfo.InvariantCulture, $"{imagesPerSecond:N0} images/s ({elapsed.TotalSeconds:0.00} s)"));
        Add("busy", string.Create(
            CultureInfo.InvariantCulture,
            $"reading {stages.Reading.TotalSeconds:0.00} s, {stages.Model} {stages.Running.TotalSeconds:0.00} s on {stages.Workers} threads, writing {stages.Writing.TotalSeconds:0.00} s; {stages.Bottleneck} is the bottleneck"));
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

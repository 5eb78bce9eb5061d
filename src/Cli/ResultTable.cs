using System.Globalization;
using Spectre.Console;
using VaePipeline.Inference.Generation;

namespace VaePipeline.Cli;

/// <summary>Two columns of plain text for stdout: names and values, values never wrapped, no blanks at line ends.</summary>
internal sealed class ResultTable
{
    // Wider than any line: a file name that wraps could not be copied.
    private const int Width = 4096;

    private readonly Grid _grid = new Grid()
        .AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2))
        .AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(0));

    public void Add(string name, string value) => _grid.AddRow(new Text(name), new Text(value));

    /// <summary>How fast a run was, and what it was busy with.</summary>
    public void AddSpeed(double imagesPerSecond, TimeSpan elapsed, StageTimes stages)
    {
        Add("speed", string.Create(CultureInfo.InvariantCulture, $"{imagesPerSecond:N0} images/s ({elapsed.TotalSeconds:0.00} s)"));
        Add("busy", string.Create(
            CultureInfo.InvariantCulture,
            $"reading {stages.Reading.TotalSeconds:0.00} s, {stages.Model} {stages.Decoding.TotalSeconds:0.00} s on {stages.Workers} threads, writing {stages.Writing.TotalSeconds:0.00} s; {stages.Bottleneck} is the bottleneck"));
    }

    public void Write(TextWriter output)
    {
        using StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = Width;
        console.Write(_grid);
        foreach (string line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            output.WriteLine(line.TrimEnd());
        }
    }
}

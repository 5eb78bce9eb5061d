using System.Text;
using System.Text.Json;

namespace VaePipeline.Training.Metrics;

/// <summary>
/// The run's measurements, a JSON object a line. Each line is with the system when <see cref="Append"/> returns, so a
/// run that is killed loses none; what it wrote beyond its last checkpoint is cut off when it is resumed.
/// </summary>
internal sealed class MetricsFile : IDisposable
{
    /// <summary>Its name in the folder of a run.</summary>
    public const string Name = "metrics.jsonl";

    private readonly FileStream _stream;

    /// <summary>Opens the file, made where it is missing, to append to what belongs to the first steps.</summary>
    /// <param name="path">The file.</param>
    /// <param name="step">Steps of the checkpoint that the run goes on from. Later lines and a broken end are cut off.</param>
    public MetricsFile(string path, long step)
    {
        var (lines, length) = Read(path, step);
        Earlier = lines;
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _stream.SetLength(length);
        _stream.Position = length;
    }

    /// <summary>The lines that were kept.</summary>
    public IReadOnlyList<MetricsLine> Earlier { get; }

    /// <summary>All whole lines of a file; none where it is missing.</summary>
    public static IReadOnlyList<MetricsLine> Read(string path) => Read(path, long.MaxValue).Lines;

    /// <summary>Adds a line.</summary>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public void Append(MetricsLine line)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(line, MetricsJson.Default.MetricsLine);
        _stream.Write([.. json, (byte)'\n']);
    }

    /// <summary>Brings all lines to the disk.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    public void Dispose() => _stream.Dispose();

    /// <summary>The lines up to the first that is of a later step or is no whole line, and how many bytes they are.</summary>
    private static (IReadOnlyList<MetricsLine> Lines, long Length) Read(string path, long step)
    {
        var lines = new List<MetricsLine>();
        if (!File.Exists(path))
        {
            return (lines, 0);
        }

        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        long length = 0;
        for (int end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
        {
            if (Parse(Encoding.UTF8.GetString(rest[..end])) is not { } line || line.Step > step)
            {
                break;
            }

            lines.Add(line);
            length += end + 1;
            rest = rest[(end + 1)..];
        }

        return (lines, length);
    }

    private static MetricsLine? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, MetricsJson.Default.MetricsLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Text;
using VaePipeline.Data.Formats;
using VaePipeline.Data.Latents;

namespace VaePipeline.Generation;

/// <summary>
/// The rows that are no latents, as CSV: line, reason, and the beginning of the line. Written by whoever reads the input,
/// flushed by whoever records progress.
/// </summary>
internal sealed class RejectsFile : IDisposable
{
    private readonly FileStream _file;
    private readonly Lock _lock = new();

    /// <summary>Opens the file and cuts it back to a state; null for a new one.</summary>
    public RejectsFile(string path, RejectsState? from)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, 1 << 16);
        _file.SetLength(from?.Bytes ?? 0);
        _file.Position = _file.Length;
        State = from ?? default;
        if (from is null)
        {
            Write("line,reason,text\n", rows: 0);
        }
    }

    /// <summary>How far it is. For the thread that adds.</summary>
    public RejectsState State { get; private set; }

    /// <summary>Adds a row.</summary>
    public void Add(BadRowException row) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"{row.Line},{CsvText.Quoted(row.Reason)},{CsvText.Quoted(row.Text)}\n"), rows: 1);

    /// <summary>Brings everything to the disk; any thread may, while another adds.</summary>
    public void Sync()
    {
        lock (_lock)
        {
            _file.Flush(flushToDisk: true);
        }
    }

    public void Dispose() => DiskErrors.Close(_file);

    private void Write(string line, int rows)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        lock (_lock)
        {
            try
            {
                _file.Write(bytes);
            }
            catch (IOException exception)
            {
                throw DiskErrors.Of(_file.Name, "cannot be written", exception);
            }
        }

        State = new RejectsState(State.Rows + rows, State.Bytes + bytes.Length);
    }
}

using System.Text;
using VaePipeline.Data.Formats;
using VaePipeline.Data.Latents;

namespace VaePipeline.Generation;

/// <summary>
/// The invalid rows, as CSV: line, reason, and the beginning of the line. Written by the reader of the input,
/// flushed by the journal that records progress.
/// </summary>
internal sealed class RejectsFile : IDisposable
{
    private readonly FileStream _file;
    private readonly Lock _lock = new();

    /// <summary>Opens the file and cuts it back to a checkpoint; null for a new one.</summary>
    public RejectsFile(string path, RowCheckpoint? from)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, 1 << 16);
        (Rows, Bytes) = (from?.RejectedRows ?? 0, from?.RejectsBytes ?? 0);
        _file.SetLength(Bytes);
        _file.Position = Bytes;
        if (from is null)
        {
            Write("line,reason,text\n");
        }
    }

    /// <summary>Rows in it. For the thread that adds, as <see cref="Bytes"/>.</summary>
    public long Rows { get; private set; }

    /// <summary>Its length.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a row.</summary>
    public void Add(BadRowException row)
    {
        Write(Invariant($"{row.Line},{CsvText.Quoted(row.Reason)},{CsvText.Quoted(row.Text)}\n"));
        Rows++;
    }

    /// <summary>Brings everything to the disk; any thread may, while another adds.</summary>
    public void Sync()
    {
        lock (_lock)
        {
            _file.Flush(flushToDisk: true);
        }
    }

    /// <summary>Closes the file. What is not flushed belongs to a run that has failed, and must not hide why.</summary>
    public void Dispose()
    {
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
        }
    }

    private void Write(string line)
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
                throw DiskErrors.Failed(_file.Name, "cannot be written", exception, "Make room, and run it again.");
            }
        }

        Bytes += bytes.Length;
    }
}

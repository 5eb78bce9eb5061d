using Microsoft.Win32.SafeHandles;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Generation.Sinks;

/// <summary>
/// A file that grows at its end. <see cref="Sync"/> may be called from another thread. Disposed, it drops what is not
/// flushed: no checkpoint tells of that.
/// </summary>
internal sealed class SinkFile : ForwardStream
{
    private const int BufferSize = 1 << 18;

    private readonly SafeFileHandle _handle;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _used;
    private long _flushed;

    /// <summary>Opens the file, empty or cut back.</summary>
    /// <param name="place">The file.</param>
    /// <param name="length">Where to go on; null to begin.</param>
    /// <param name="outputPath">The output's name, for errors.</param>
    /// <exception cref="BadInputException">The file is shorter than that.</exception>
    public SinkFile(string place, long? length, string outputPath)
    {
        if (length is not { } kept)
        {
            _handle = File.OpenHandle(place, FileMode.Create, FileAccess.ReadWrite);
            return;
        }

        _handle = File.OpenHandle(place, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        long found = RandomAccess.GetLength(_handle);
        if (found < kept)
        {
            _handle.Dispose();
            throw BadInputException.In(
                outputPath, Invariant($"{place} has {found} bytes"), Invariant($"at least {kept}, as they were when the run was cut off"), "The work is damaged: begin again.");
        }

        RandomAccess.SetLength(_handle, kept);
        _flushed = kept;
    }

    public override bool CanWrite => true;

    public override long Length => Position;

    public override long Position
    {
        get => _flushed + _used;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // A compressor writes its end when it is disposed, which is after this where a run is given up.
        if (_handle.IsClosed)
        {
            return;
        }

        if (buffer.Length > BufferSize - _used)
        {
            Flush();
        }

        if (buffer.Length > BufferSize)
        {
            RandomAccess.Write(_handle, buffer, _flushed);
            _flushed += buffer.Length;
        }
        else
        {
            buffer.CopyTo(_buffer.AsSpan(_used));
            _used += buffer.Length;
        }
    }

    /// <summary>Replaces bytes at the start.</summary>
    public void Patch(ReadOnlySpan<byte> start)
    {
        Flush();
        RandomAccess.Write(_handle, start, 0);
    }

    /// <summary>Hands all to the system. Where that fails, it can be tried again.</summary>
    public override void Flush()
    {
        if (!_handle.IsClosed)
        {
            RandomAccess.Write(_handle, _buffer.AsSpan(0, _used), _flushed);
            _flushed += _used;
            _used = 0;
        }
    }

    /// <summary>Brings what the system has to the disk.</summary>
    public void Sync() => RandomAccess.FlushToDisk(_handle);

    protected override void Dispose(bool disposing)
    {
        _handle.Dispose();
        base.Dispose(disposing);
    }
}

using VaePipeline.Contracts.Files;

namespace VaePipeline.Data.Formats;

/// <summary>Reads on from another stream, whose next bytes can be looked at before.</summary>
/// <param name="source">The bytes; stays the caller's.</param>
internal sealed class PeekStream(Stream source) : ForwardStream
{
    /// <summary>How many bytes can be looked at.</summary>
    public const int MostAhead = 16;

    private readonly byte[] _ahead = new byte[MostAhead];
    private int _start;
    private int _end;
    private long _read;

    /// <summary>Bytes that were read, those looked at included. Another thread may ask.</summary>
    public long BytesRead => Volatile.Read(ref _read);

    public override bool CanRead => true;

    /// <summary>Whether these bytes come next, 16 at most. To be asked before anything is read.</summary>
    public bool StartsWith(ReadOnlySpan<byte> bytes) => Peek(bytes.Length).StartsWith(bytes);

    /// <summary>The next bytes, at least so many but at the end. To be asked before anything is read.</summary>
    /// <param name="count">At most <see cref="MostAhead"/>.</param>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (_end < count)
        {
            int more = source.ReadAtLeast(_ahead.AsSpan(_end), count - _end, throwOnEndOfStream: false);
            _end += more;
            Volatile.Write(ref _read, _read + more);
        }

        return _ahead.AsSpan(_start, _end - _start);
    }

    /// <summary>Forgets what was looked at: the source was moved.</summary>
    public void Moved() => _start = _end = 0;

    public override int Read(Span<byte> buffer)
    {
        if (_start < _end)
        {
            int taken = Math.Min(buffer.Length, _end - _start);
            _ahead.AsSpan(_start, taken).CopyTo(buffer);
            _start += taken;
            return taken;
        }

        int read = source.Read(buffer);
        Volatile.Write(ref _read, _read + read);
        return read;
    }
}

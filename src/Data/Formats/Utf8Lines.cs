namespace VaePipeline.Data.Formats;

/// <summary>
/// The lines of a UTF-8 text, one at a time, in memory that does not grow with the text: a byte order mark and the
/// carriage return of CRLF are taken off, UTF-16 is refused. Not thread-safe. Our own, because a run resumes at a byte of the
/// file and a shard begins at one, and <see cref="StreamReader"/> does not say which byte a line begins at.
/// </summary>
internal sealed class Utf8Lines : IDisposable
{
    private const int ReadSize = 1 << 16;

    private readonly Stream _stream;
    private readonly string _path;
    private readonly int _maximumLength;
    private readonly string _expectedLine;
    private readonly string _advice;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private int _lineLength;
    private bool _isStarted;
    private readonly long _endOffset;

    /// <summary>Reads from a stream, which this disposes.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="path">What errors call it.</param>
    /// <param name="maximumLength">The most bytes that a line may have.</param>
    /// <param name="expectedLine">What a line holds, for the error of one that is too long.</param>
    /// <param name="advice">What to do about that.</param>
    /// <param name="startLine">Lines of the text in front of the stream.</param>
    /// <param name="startOffset">Bytes of the text in front of the stream.</param>
    /// <param name="end">The offset from which on no line may begin that is read.</param>
    public Utf8Lines(Stream stream, string path, int maximumLength, string expectedLine, string advice, long startLine = 0, long startOffset = 0, long end = long.MaxValue)
    {
        _stream = stream;
        _path = path;
        _maximumLength = maximumLength;
        _expectedLine = expectedLine;
        _advice = advice;
        _buffer = new byte[2 * ReadSize];
        _isStarted = startOffset > 0;
        LineNumber = startLine;
        Offset = startOffset;
        _endOffset = end;
    }

    /// <summary>Number of the line that was read last, from 1; 0 before the first.</summary>
    public long LineNumber { get; private set; }

    /// <summary>The first byte behind the line that was read last.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the line that was read last is the text's last one and has no line end.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Counts the lines of the file in front of the text, for errors; null where there are none.</summary>
    public Func<long>? LinesBefore { get; init; }

    /// <summary>Lets the line that was read last be read again; to be called before anything else.</summary>
    public void PushBack()
    {
        if (_lineLength > 0)
        {
            LineNumber--;
            Offset -= _lineLength;
            _start -= _lineLength;
            _lineLength = 0;
            IsOpen = false;
        }
    }

    /// <summary>Reads the next line; it is valid until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        if (Offset >= _endOffset)
        {
            line = default;
            return false;
        }

        if (!_isStarted)
        {
            _isStarted = true;
            SkipByteOrderMark();
        }

        int scanned = _start;
        while (true)
        {
            int length = _buffer.AsSpan(scanned, _end - scanned).IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += scanned - _start;
                line = Take(length);
                Pass(length + 1);
                return true;
            }

            scanned = _end;
            if (_end - _start > _maximumLength)
            {
                throw TooLong();
            }

            scanned -= MakeRoom();
            int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            if (read == 0)
            {
                bool hasLine = _end > _start;
                IsOpen = hasLine;
                line = hasLine ? Take(_end - _start) : default;
                Pass(_end - _start);
                return hasLine;
            }
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Moves the unfinished line to the front, so that there is always room for another read.</summary>
    /// <returns>By how much it moved.</returns>
    private int MakeRoom()
    {
        int moved = _start;
        int unfinished = _end - _start;
        byte[] target = _buffer.Length - unfinished >= ReadSize ? _buffer : new byte[2 * _buffer.Length];
        _buffer.AsSpan(_start, unfinished).CopyTo(target);
        _buffer = target;
        _start = 0;
        _end = unfinished;
        return moved;
    }

    private void Pass(int length)
    {
        _lineLength = length;
        _start += length;
        Offset += length;
    }

    /// <summary>The line of that length at <see cref="_start"/>, without its carriage return.</summary>
    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _maximumLength)
        {
            throw TooLong();
        }

        LineNumber++;
        ReadOnlySpan<byte> line = _buffer.AsSpan(_start, length);
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    private BadInputException TooLong() => BadInputException.AtLine(
        _path,
        LineNumber + 1 + (LinesBefore?.Invoke() ?? 0),
        Invariant($"the line has more than {_maximumLength} bytes"),
        _expectedLine,
        _advice);

    private void SkipByteOrderMark()
    {
        _end = _stream.ReadAtLeast(_buffer, 3, throwOnEndOfStream: false);
        ReadOnlySpan<byte> first = _buffer.AsSpan(0, _end);
        if (first.StartsWith("\uFEFF"u8))
        {
            _start = 3;
            Offset = 3;
        }
        else if (first.StartsWith<byte>([0xFF, 0xFE]) || first.StartsWith<byte>([0xFE, 0xFF]))
        {
            throw BadInputException.AtLine(_path, 1, "the file is UTF-16", "UTF-8", "Save it as UTF-8.");
        }
    }
}

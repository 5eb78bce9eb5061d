namespace VaePipeline.Data.Latents;

/// <summary>Latents in CSV or TSV.</summary>
internal sealed class LatentTextReader : LatentReader
{
    private const int LongestShown = 200;

    private readonly InputStream _bytes;
    private readonly LatentTextColumns _columns;
    private readonly bool _mayBeEmpty;
    private Utf8Lines _lines;
    private long _begin;
    private long _end = long.MaxValue;
    private long _emptyLine;
    private long _emptyLines;
    private bool _hasSeenRow;

    /// <summary>Owns <paramref name="bytes"/> from now on, unless it throws.</summary>
    public LatentTextReader(InputStream bytes, LatentInput input, LatentFormat format)
        : base(bytes, input)
    {
        _bytes = bytes;
        _lines = Lines(default);
        byte separator = format == LatentFormat.Tsv ? (byte)'\t' : (byte)',';
        bool isHeader = _lines.TryRead(out ReadOnlySpan<byte> first) && CsvCells.IsHeader(first, separator);
        _columns = LatentTextColumns.Of(Path, isHeader ? first : default, separator, input);
        ExtraColumns = _columns.Extra;
        if (!isHeader)
        {
            _lines.PushBack();
        }

        _mayBeEmpty = input.Shard != Shard.Whole || input.Start.Offset > 0;
        if (_mayBeEmpty)
        {
            Move(input);
        }
    }

    public override ReadOnlySpan<byte> Extra => _columns.ExtraCells;

    private protected override bool TryRead(Span<float> latent)
    {
        if (!TryNextLine(out ReadOnlySpan<byte> line))
        {
            Position = new InputPosition(_lines.LineNumber, _lines.Offset);
            if (_lines.Offset < _end)
            {
                _bytes.RequireEnd(_lines.Offset);
            }

            return _hasSeenRow || _mayBeEmpty ? false : throw BadInputException.AtLine(
                Path, Math.Max(1, _lines.LineNumber), "the file has no rows", "at least " + RowText, "Write one line for each latent point.");
        }

        if (_lines.IsOpen)
        {
            // Half a line of a file that was cut short meanwhile could pass for a row.
            _bytes.RequireEnd(_lines.Offset);
            OpenEnd = _lines.Offset;
        }

        _hasSeenRow = true;
        Position = new InputPosition(_lines.LineNumber, _lines.Offset);
        return _columns.Parse(line, latent) is { } fault ? throw Bad(Position.Line, fault, line) : true;
    }

    private protected override long CountLinesBefore()
    {
        if (_begin == 0)
        {
            return 0;
        }

        // The line that is under way where the part begins is the last one in front of it.
        long lines = 1;
        using FileStream file = File.OpenRead(Path);
        byte[] buffer = new byte[1 << 16];
        int read;
        for (long left = _begin - 1; left > 0 && (read = file.Read(buffer, 0, (int)Math.Min(left, buffer.Length))) > 0; left -= read)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return lines;
    }

    private Utf8Lines Lines(InputPosition start) => new(
        _bytes.Stream,
        Path,
        checked((1 << 16) + (64 * LatentSize)), // A float32 needs 15 characters; the rest is room for blanks, needless digits and other columns.
        RowText,
        "Pass a CSV file of latents.",
        start.Line,
        start.Offset,
        _end)
    {
        LinesBefore = CountLinesBefore,
    };

    /// <summary>Goes to where a part begins, or to where a resumed run goes on.</summary>
    private void Move(LatentInput input)
    {
        if (!_bytes.IsPlainFile)
        {
            while (_lines.Offset < input.Start.Offset)
            {
                if (!_lines.TryRead(out _))
                {
                    throw BadInputException.In(
                        Path, Invariant($"the data end at byte {_lines.Offset}"), Invariant($"at least {input.Start.Offset} bytes, which were read before"), "Pass the same input.");
                }
            }

            return;
        }

        (_begin, _end) = input.Shard.Of(_bytes.Length!.Value); // Not null: a plain file.
        _bytes.Expect(_begin, _end);
        if (input.Start.Offset > 0)
        {
            MoveTo(input.Start);
        }
        else if (_begin > 0)
        {
            // The byte before tells whether a line begins here. The rest of a line that began before does not count.
            MoveTo(new InputPosition(-1, _begin - 1));
            _lines.TryRead(out _);
        }
        else
        {
            MoveTo(default);
            if (_columns.HasHeader)
            {
                _lines.TryRead(out _);
            }
        }
    }

    private void MoveTo(InputPosition start)
    {
        _bytes.Skip(start.Offset);
        _lines = Lines(start);
    }

    /// <summary>The next line that is not empty; empty ones are allowed at the end of the file only.</summary>
    private bool TryNextLine(out ReadOnlySpan<byte> line)
    {
        while (_lines.TryRead(out line))
        {
            bool isEmpty = (line.IsEmpty || line[0] is (byte)' ' or (byte)'\t') && line.Trim(" \t"u8).IsEmpty;
            if (isEmpty)
            {
                _emptyLine = _emptyLines == 0 ? _lines.LineNumber : _emptyLine;
                _emptyLines++;
                continue;
            }

            if (_emptyLines > 0)
            {
                _lines.PushBack();
                _emptyLines--;
                _hasSeenRow = true;
                throw Bad(_emptyLine++, new RowFault("the line is empty", RowText, "Remove the line."), default);
            }

            return true;
        }

        return false;
    }

    private BadRowException Bad(long lineNumber, RowFault fault, ReadOnlySpan<byte> line) => new(Path, lineNumber, fault, CsvCells.Shown(line, LongestShown));
}

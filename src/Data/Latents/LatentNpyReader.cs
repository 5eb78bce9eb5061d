using System.Buffers.Binary;
using VaePipeline.Data.Formats;

namespace VaePipeline.Data.Latents;

/// <summary>Latents in a NPY file: [N, L] of float32 or float64, or [N] where L is 1.</summary>
internal sealed class LatentNpyReader : LatentReader
{
    private const string Advice = "Write the file again with numpy.save.";

    private readonly InputStream _bytes;
    private readonly NpyHeader _header;
    private readonly int _valueSize;
    private readonly byte[] _row;
    private readonly long _firstRow;
    private readonly long _lastRow;
    private readonly bool _isLastPart;
    private long _next;

    /// <summary>Owns <paramref name="bytes"/> from now on, unless it throws.</summary>
    public LatentNpyReader(InputStream bytes, LatentInput input)
        : base(bytes, input)
    {
        _bytes = bytes;
        _header = NpyHeader.Read(bytes.Stream, Path);
        _valueSize = _header.Type switch
        {
            "<f4" => sizeof(float),
            "<f8" => sizeof(double),
            _ => throw BadInputException.In(Path, $"the element type is {_header.Type}", "<f4 or <f8 (little-endian float32 or float64)", "Convert it with array.astype('<f4')."),
        };
        bool isVector = _header.Shape.Length == 1 && LatentSize == 1;
        if (!isVector && (_header.Shape.Length != 2 || _header.Shape[1] != LatentSize))
        {
            throw BadInputException.In(
                Path, $"the shape is [{string.Join(", ", _header.Shape)}]", string.Create(CultureInfo.InvariantCulture, $"[N, {LatentSize}]"), "Write one row for each latent point.");
        }

        _row = new byte[LatentSize * _valueSize];
        RequireLength();
        (_firstRow, _lastRow) = input.Shard.Of(_header.Shape[0]);
        _isLastPart = input.Shard.Index == input.Shard.Count - 1;
        _next = input.Start.Offset > 0 ? (input.Start.Offset - _header.DataOffset) / _row.Length : _firstRow;
        bytes.Expect(_header.DataOffset + (_firstRow * _row.Length), _header.DataOffset + (_lastRow * _row.Length));
        if (_next > 0)
        {
            bytes.Skip(bytes.IsPlainFile ? OffsetOf(_next) : _next * _row.Length);
        }

        if (_header.Shape[0] == 0)
        {
            throw BadInputException.In(Path, "the array has no rows", "at least " + RowText, "Write one row for each latent point.");
        }
    }

    private protected override bool TryRead(Span<float> latent)
    {
        if (_next == _lastRow)
        {
            RequireEnd();
            return false;
        }

        int read = _bytes.Stream.ReadAtLeast(_row, _row.Length, throwOnEndOfStream: false);
        if (read < _row.Length)
        {
            _bytes.RequireEnd(OffsetOf(_next) + read);
            throw BadInputException.AtByte(
                Path, OffsetOf(_next) + read, "the data end", string.Create(CultureInfo.InvariantCulture, $"{_header.Shape[0]} rows, as the header says"), "The file is cut short: take it whole.");
        }

        _next++;
        Position = new InputPosition(Position.Line + 1, OffsetOf(_next));
        for (int i = 0; i < latent.Length; i++)
        {
            ReadOnlySpan<byte> value = _row.AsSpan(i * _valueSize, _valueSize);
            latent[i] = _valueSize == sizeof(float) ? BinaryPrimitives.ReadSingleLittleEndian(value) : (float)BinaryPrimitives.ReadDoubleLittleEndian(value);
            if (!float.IsFinite(latent[i]))
            {
                throw new BadRowException(
                    Path,
                    Position.Line,
                    new RowFault(
                        string.Create(CultureInfo.InvariantCulture, $"column {i + 1} is {latent[i]}"), "a finite number (float32)", "Correct the value, or remove the row."),
                    "");
            }
        }

        return true;
    }

    private protected override long CountLinesBefore() => _firstRow;

    private long OffsetOf(long row) => _header.DataOffset + (row * _row.Length);

    /// <summary>A header that claims more or fewer bytes than there are is refused before anything is read.</summary>
    private void RequireLength()
    {
        Int128 claimed = _header.DataOffset + ((Int128)_header.Shape[0] * _row.Length);
        if (_bytes.Length is not { } length)
        {
            return;
        }

        // Gzip packs 1,032 bytes into one at most.
        if (_bytes.IsGzip ? claimed > (Int128)length * IdxInput.HighestRatio : claimed != length)
        {
            throw BadInputException.AtByte(
                Path,
                0,
                string.Create(CultureInfo.InvariantCulture, $"the header claims {_header.Shape[0]} rows, {claimed} bytes"),
                _bytes.IsGzip ? string.Create(CultureInfo.InvariantCulture, $"no more than {length} packed bytes can hold") : string.Create(CultureInfo.InvariantCulture, $"{length} bytes, which the file has"),
                Advice);
        }
    }

    private void RequireEnd()
    {
        if (_isLastPart && _bytes.Stream.ReadByte() >= 0)
        {
            throw BadInputException.AtByte(Path, OffsetOf(_next), "more data follow", string.Create(CultureInfo.InvariantCulture, $"the end behind {_header.Shape[0]} rows"), Advice);
        }
    }
}

using VaePipeline.Contracts.Numbers;
namespace VaePipeline.Data.Latents;

/// <summary>Latents in a NPY file: [N, L] of float32 or float64, or [N] where L is 1.</summary>
internal sealed class LatentNpyReader : LatentReader
{
    private readonly NpyInput _array;
    private readonly double[] _row;
    private readonly long _firstRow;
    private readonly long _lastRow;
    private readonly bool _isLastPart;
    private long _next;

    /// <summary>Owns <paramref name="bytes"/> from now on, unless it throws.</summary>
    public LatentNpyReader(InputStream bytes, LatentInput input)
        : base(bytes, input)
    {
        _array = new NpyInput(bytes, long.MaxValue, "f4", "f8");
        if (_array.Shape is not [var rows, ..] || !(_array.Shape is [_, var columns] ? columns == LatentSize : _array.Shape.Length == 1 && LatentSize == 1))
        {
            throw BadInputException.In(Path, $"the shape is {ElementIndex.FormatShape(_array.Shape)}", Invariant($"[N, {LatentSize}]"), "Write one row for each latent point.");
        }

        if (rows == 0)
        {
            throw BadInputException.In(Path, "the array has no rows", "at least " + RowText, "Write one row for each latent point.");
        }

        _row = new double[LatentSize];
        (_firstRow, _lastRow) = input.Shard.Of(rows);
        _isLastPart = input.Shard.Index == input.Shard.Count - 1;
        _next = input.Start.Offset > 0 ? (input.Start.Offset - OffsetOf(0)) / (OffsetOf(1) - OffsetOf(0)) : _firstRow;
        bytes.Expect(OffsetOf(_firstRow), OffsetOf(_lastRow));
        if (_next > 0)
        {
            _array.MoveTo(_next * LatentSize);
        }
    }

    private protected override bool TryRead(Span<float> latent)
    {
        if (_next == _lastRow)
        {
            if (_isLastPart)
            {
                _array.RequireEnd();
            }

            return false;
        }

        for (int read = 0; read < _row.Length;)
        {
            read += _array.Read(_row.AsSpan(read));
        }

        _next++;
        Position = new InputPosition(Position.Line + 1, OffsetOf(_next));
        for (int i = 0; i < latent.Length; i++)
        {
            latent[i] = (float)_row[i];
            if (!float.IsFinite(latent[i]))
            {
                string found = Invariant($"column {i + 1} is {latent[i]}");
                throw new BadRowException(Path, Position.Line, new RowFault(found, "a finite number (float32)", "Correct the value, or remove the row."), "");
            }
        }

        return true;
    }

    private protected override long CountLinesBefore() => _firstRow;

    private long OffsetOf(long row) => _array.OffsetOf(row * LatentSize);
}

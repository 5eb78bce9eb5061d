using System.Buffers.Text;
using System.Text;

namespace VaePipeline.Generation.Sinks;

/// <summary>Writes a text file: <c>p0,p1,…</c>, then one line an image, its pixels from 0 to 255.</summary>
internal sealed class CsvSink(SinkTarget target, ImageShape shape)
    : RowSink(target, shape, shape.PixelCount * 3L, _ => Names(shape), isCounted: false)
{
    private const int CellSize = 4; // "255,"

    private static readonly byte[] Cells = MakeCells();

    // Cells are copied whole, also the last and shortest.
    private readonly byte[] _line = new byte[checked((shape.PixelCount + 1) * CellSize)];

    public override string Description => $"CSV file of {Count} rows with {Shape.PixelCount} pixels, 0 to 255";

    private protected override void Write(ReadOnlySpan<byte> image)
    {
        int length = 0;
        foreach (byte pixel in image)
        {
            Cells.AsSpan(pixel * CellSize, CellSize).CopyTo(_line.AsSpan(length));
            length += pixel < 10 ? 2 : pixel < 100 ? 3 : 4;
        }

        _line[length - 1] = (byte)'\n';
        Put(_line.AsSpan(0, length));
    }

    private static byte[] MakeCells()
    {
        byte[] cells = new byte[256 * CellSize];
        for (int pixel = 0; pixel < 256; pixel++)
        {
            Span<byte> cell = cells.AsSpan(pixel * CellSize);
            Utf8Formatter.TryFormat(pixel, cell, out int digits);
            cell[digits] = (byte)',';
        }

        return cells;
    }

    private static byte[] Names(ImageShape shape)
        => Encoding.ASCII.GetBytes(string.Join(',', Enumerable.Range(0, shape.PixelCount).Select(pixel => "p" + pixel.ToString(CultureInfo.InvariantCulture))) + "\n");
}

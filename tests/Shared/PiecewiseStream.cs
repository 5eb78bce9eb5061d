namespace VaePipeline.Tests;

/// <summary>Gives at most so many bytes a read, as pipes do, and cannot seek.</summary>
internal sealed class PiecewiseStream(byte[] bytes, int pieceSize) : MemoryStream(bytes)
{
    public override bool CanSeek => false;

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, pieceSize)]);

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, pieceSize));
}

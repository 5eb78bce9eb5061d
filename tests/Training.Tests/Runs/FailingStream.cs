namespace VaePipeline.Training.Tests.Runs;

/// <summary>Passes so many bytes on to another stream, then fails.</summary>
/// <param name="inner">Receives the bytes.</param>
/// <param name="limit">How many.</param>
/// <param name="fail">What happens then.</param>
internal sealed class FailingStream(Stream inner, long limit, Action fail) : Stream
{
    private long _written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written;

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        int passed = (int)Math.Min(buffer.Length, limit - _written);
        inner.Write(buffer[..passed]);
        _written += passed;
        if (passed < buffer.Length)
        {
            inner.Flush();
            fail();
        }
    }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

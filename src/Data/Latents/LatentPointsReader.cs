using VaePipeline.Data.Points;

namespace VaePipeline.Data.Latents;

/// <summary>Latents that are computed. A row counts as its numbers' bytes, so that progress has a share.</summary>
internal sealed class LatentPointsReader(LatentPoints points) : LatentReader(points.LatentSize)
{
    private long _next;

    public override long BytesRead => BytesOf(_next);

    public override long? TotalBytes => BytesOf(points.Count);

    private protected override bool TryRead(Span<float> latent)
    {
        if (_next == points.Count)
        {
            return false;
        }

        points.Get(_next, latent);
        _next++;
        Position = new InputPosition(_next, BytesOf(_next));
        return true;
    }

    private protected override long CountLinesBefore() => 0;

    private long BytesOf(long rows) => rows * LatentSize * sizeof(float);
}

using System.IO.Compression;

namespace VaePipeline.Inference.Sinks;

/// <summary>A whole gzip member (RFC 1952) that stores its bytes as they are, so that its length tells nothing of their values.</summary>
internal static class GzipMember
{
    /// <summary>Packs bytes.</summary>
    public static byte[] Stored(ReadOnlySpan<byte> bytes)
    {
        using MemoryStream member = new(bytes.Length + 64);
        using (GZipStream packed = new(member, CompressionLevel.NoCompression, leaveOpen: true))
        {
            packed.Write(bytes);
        }

        return member.ToArray();
    }
}

using System.IO.Compression;

namespace VaePipeline.Generation.Sinks;

/// <summary>A whole gzip member (RFC 1952) that stores its bytes as they are, so that its length tells nothing of their values.</summary>
internal static class GzipMember
{
    /// <summary>A member of no bytes: what <see cref="GZipStream"/> writes for these is no gzip file.</summary>
    public static ReadOnlySpan<byte> Empty => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Packs bytes.</summary>
    /// <param name="bytes">At least one.</param>
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

using System.IO.Compression;
using System.Security.Cryptography;

namespace VaePipeline.Data.Sets;

/// <summary>A file of a published data set, with the hash by which it is known.</summary>
/// <param name="Name">IDX name without <c>.gz</c>.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
/// <param name="IsHashOfUnpacked">
/// Whether the hash is that of the unpacked bytes, which stays the same when someone packs them anew, or that of the
/// published .gz file.
/// </param>
internal sealed record KnownFile(string Name, string Sha256, bool IsHashOfUnpacked)
{
    /// <summary>Whether a file on disk, plain or gzipped, is this one. A damaged archive is not.</summary>
    public bool Matches(string path)
    {
        using var file = File.OpenRead(path);
        bool isPacked = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        if (!IsHashOfUnpacked || !isPacked)
        {
            return Convert.ToHexStringLower(SHA256.HashData(file)) == Sha256;
        }

        try
        {
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            return Convert.ToHexStringLower(SHA256.HashData(unpacked)) == Sha256;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}

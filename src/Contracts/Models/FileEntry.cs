using System.Security.Cryptography;
using System.Text.Json.Serialization;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Contracts.Models;

/// <summary>One file of a model folder, with the hash that it must have.</summary>
public sealed record FileEntry
{
    /// <summary>Plain file name in the model folder; never a path.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the file's bytes, 64 lower-case hexadecimal digits.</summary>
    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }

    /// <summary>Describes a file that lies on disk now.</summary>
    /// <param name="path">Path of the file; only its last part goes into the entry.</param>
    /// <returns>Name and hash.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public static FileEntry Of(string path) => new() { Name = Path.GetFileName(path), Sha256 = HashOf(path) };

    /// <summary>SHA-256 of a file's bytes.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public static string HashOf(string path)
    {
        using FileStream stream = InputFile.OpenRead(path, "a file of a model folder");
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

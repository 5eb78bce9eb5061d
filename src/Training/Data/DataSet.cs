using System.Security.Cryptography;
using VaePipeline.Contracts.Formats;

namespace VaePipeline.Training.Data;

/// <summary>Images to train on and images to report on.</summary>
/// <param name="Name">Name in model cards, such as <c>mnist</c>; never a path.</param>
/// <param name="Licence">Licence of the images.</param>
/// <param name="Training">Images that train and choose.</param>
/// <param name="Test">Images that are only reported on; of the same shape.</param>
internal sealed record DataSet(string Name, string Licence, ImageSet Training, ImageSet Test)
{
    /// <summary>SHA-256 of the training images' bytes, [N, C, H, W]; 64 lower-case hexadecimal digits.</summary>
    public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(Training.Pixels));
}

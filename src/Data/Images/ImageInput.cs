using VaePipeline.Contracts.Models;
using VaePipeline.Data.Latents;

namespace VaePipeline.Data.Images;

/// <summary>A file or folder of images, and how to read it.</summary>
public sealed record ImageInput
{
    /// <summary>A file, plain or gzipped, a folder of PNG files, or <see cref="LatentInput.StandardInputPath"/>.</summary>
    public required string Path { get; init; }

    /// <summary>Shape of every image, which the model takes.</summary>
    public required ImageShape Shape { get; init; }

    /// <summary>What the values of CSV and NPY files run over; by default (<c>null</c>) seen from them.</summary>
    public PixelRange? Range { get; init; }

    /// <summary>What <see cref="LatentInput.StandardInputPath"/> stands for; stays the caller's.</summary>
    public Stream? StandardInput { get; init; }
}

using VaePipeline.Data.Images;
using VaePipeline.Inference;

namespace VaePipeline.Generation.Encodings;

/// <summary>What to reconstruct: which images, by which model, into which output.</summary>
public sealed record ReconstructionOptions
{
    /// <summary>The images: a file, a folder, or <c>-</c> for standard input, as <see cref="ImageReader"/> reads them.</summary>
    public required string ImagesPath { get; init; }

    /// <summary>What the values of CSV and NPY files run over; by default (<c>null</c>) seen from them.</summary>
    public PixelRange? PixelRange { get; init; }

    /// <summary>A model folder: encoder and decoder are needed.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Where the pairs go: images of [C, H, 2W], the original on the left.</summary>
    public required ImageOutput Output { get; init; }

    /// <summary>How the pairs are written.</summary>
    public ImageSinkOptions Sink { get; init; } = new();

    /// <summary>Only the first so many images; null for all.</summary>
    public long? Images { get; init; }

    /// <summary>How encoder and decoder are run; batches are filled up in any case.</summary>
    public BatchedOnnxOptions Model { get; init; } = new();
}

using VaePipeline.Data.Images;
using VaePipeline.Inference;

namespace VaePipeline.Generation.Encodings;

/// <summary>What to encode: which images, by which encoder, into which output.</summary>
public sealed record EncodingOptions
{
    /// <summary>The images: a file, a folder, or <c>-</c> for standard input, as <see cref="ImageReader"/> reads them.</summary>
    public required string ImagesPath { get; init; }

    /// <summary>What the values of CSV and NPY files run over; by default (<c>null</c>) seen from them.</summary>
    public PixelRange? PixelRange { get; init; }

    /// <summary>A model folder, or a lone encoder file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Where means and log-variances go.</summary>
    public required EncodingOutput Output { get; init; }

    /// <summary>Where a plot of the means goes, an SVG file; null for none. It shows at most 10,000 images, a random sample of more.</summary>
    public string? PlotPath { get; init; }

    /// <summary>Whether files that are there already are replaced. By default they are refused.</summary>
    public bool Overwrite { get; init; }

    /// <summary>How the encoder is run; batches are filled up in any case.</summary>
    public BatchedOnnxOptions Encoder { get; init; } = new();
}

using VaePipeline.Data.Images;

namespace VaePipeline.Data.Sets;

/// <summary>How own data are read and split, as options give it.</summary>
internal sealed record ImageLoadOptions
{
    /// <summary>The test part where <see cref="TestShare"/> does not say it.</summary>
    public const double DefaultTestShare = 0.1;

    /// <summary>Size that all images are brought to, such as <c>32x32</c>, width first; null leaves them as they are.</summary>
    public string? Resize { get; init; }

    /// <summary>How images of other proportions are brought to the size: <c>stretch</c>, <c>crop</c> or <c>pad</c>; null stretches them.</summary>
    public string? Fit { get; init; }

    /// <summary>Shape of images that are rows of values, such as <c>3x32x32</c>; null for square grey ones.</summary>
    public string? ImageShape { get; init; }

    /// <summary>White where values are numbers of a text or array: 1 or 255; null to see it from them.</summary>
    public int? PixelRange { get; init; }

    /// <summary>Share of the images that becomes the test part, above 0 and below 1, where the data have none of their own; null is <see cref="DefaultTestShare"/>.</summary>
    public double? TestShare { get; init; }

    /// <summary>The run's seed, which decides the split; at least 0.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Whether an option that does not apply to the data is passed over: it comes from a model, not from a person.</summary>
    public bool IsLenient { get; init; }

    /// <summary><see cref="Resize"/> as numbers.</summary>
    public ImageSize? Size => ImageSize.TryParse(Resize, out var size) ? size : null;

    /// <summary><see cref="Fit"/> as a value.</summary>
    public ImageFit? FitKind => Fit switch
    {
        "stretch" => ImageFit.Stretch,
        "crop" => ImageFit.Crop,
        "pad" => ImageFit.Pad,
        _ => null,
    };

    /// <summary><see cref="ImageShape"/> as numbers.</summary>
    public ImageShape? Shape => Contracts.Models.ImageShape.TryParse(ImageShape, out var shape) && shape.IsPicture ? shape : null;

    /// <summary><see cref="PixelRange"/> as a range.</summary>
    public PixelRange? Range => PixelRange switch
    {
        1 => Images.PixelRange.Unit,
        255 => Images.PixelRange.Byte,
        _ => null,
    };

    /// <summary>How to read a file or folder of images.</summary>
    public ImageInput ToInput(string path) => new()
    {
        Path = path,
        StoredShape = Shape,
        Resize = Size,
        Fit = FitKind ?? default,
        Range = Range,
        IsLenient = IsLenient,
        IsSet = true,
    };

    /// <summary>Returns this, or throws if an option is given that does not apply.</summary>
    /// <param name="kind">What the data are, for errors.</param>
    /// <param name="takesNumbers">Whether <see cref="ImageShape"/> and <see cref="PixelRange"/> apply.</param>
    /// <param name="takesShare">Whether <see cref="TestShare"/> applies.</param>
    /// <exception cref="ArgumentException">Names every such option.</exception>
    public ImageLoadOptions For(string kind, bool takesNumbers, bool takesShare)
    {
        var faults = new List<string>();
        if (Fit is not null && Resize is null)
        {
            faults.Add($"--fit: {Fit} without a size; expected --resize WxH with it.");
        }

        Check(takesNumbers || ImageShape is null, "--image-shape", "only with CSV, NPY or single IDX files");
        Check(takesNumbers || PixelRange is null, "--pixel-range", "only with CSV or NPY files");
        Check(takesShare || TestShare is null, "--test-share", "only with data that have no test part of their own");
        return faults.Count == 0 || IsLenient
            ? this
            : throw new ArgumentException($"{string.Join(" ", faults)} Leave {(faults.Count == 1 ? "it" : "them")} out.");

        void Check(bool holds, string option, string expected)
        {
            if (!holds)
            {
                faults.Add($"{option}: given with {kind}; expected {expected}.");
            }
        }
    }
}

using System.CommandLine;
using VaePipeline.Data.Sets;

namespace VaePipeline.Training.Commands;

/// <summary>The options that say how own data are read and split: those that are given replace the values of a <see cref="ImageLoadOptions"/>.</summary>
internal sealed class DataOptionSet
{
    private readonly Option<string?> _resize = new("--resize")
    {
        Description = "Bring all images to this size, as 32x32, width first: means of areas where they shrink, bilinear where they grow. [default: as they are]",
        HelpName = "WxH",
    };

    private readonly Option<string?> _fit = new("--fit")
    {
        Description = "How --resize changes other proportions: stretch, crop (cut to the middle), or pad (black around). [default: stretch]",
        HelpName = "stretch|crop|pad",
    };

    private readonly Option<string?> _imageShape = new("--image-shape")
    {
        Description = "Shape of images in CSV or NPY rows, as 3x32x32. [default: square and grey]",
        HelpName = "CxHxW",
    };

    private readonly Option<int?> _pixelRange = new("--pixel-range")
    {
        Description = "White in CSV or NPY files: 1 or 255. [default: seen from the values]",
        HelpName = "1|255",
    };

    private readonly Option<double?> _testShare = new("--test-share")
    {
        Description = "Share of the images that becomes the test part, chosen by the seed, where the data have none of their own. [default: 0.1]",
    };

    /// <summary>Makes a command take the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_resize);
        command.Options.Add(_fit);
        command.Options.Add(_imageShape);
        command.Options.Add(_pixelRange);
        command.Options.Add(_testShare);
    }

    /// <summary>Replaces what the command line gives.</summary>
    public ImageLoadOptions Apply(ParseResult parsed, ImageLoadOptions reading)
    {
        return reading with
        {
            Resize = parsed.GetValue(_resize) ?? reading.Resize,
            Fit = parsed.GetValue(_fit) ?? reading.Fit,
            ImageShape = parsed.GetValue(_imageShape) ?? reading.ImageShape,
            PixelRange = parsed.GetValue(_pixelRange) ?? reading.PixelRange,
            TestShare = parsed.GetValue(_testShare) ?? reading.TestShare,
        };
    }
}

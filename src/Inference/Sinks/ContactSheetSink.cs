using System.Globalization;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Formats;
using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Inference.Sinks;

/// <summary>Keeps all images, then writes them on one PNG sheet. Bounded, as nobody looks at more and memory holds them.</summary>
internal sealed class ContactSheetSink : ImageSink
{
    public const int MaximumImages = 10_000;

    private readonly AtomicFileStream _file;
    private readonly ImageSinkOptions _options;
    private readonly List<byte[]> _images = [];
    private int _columns;
    private int _rows;

    public ContactSheetSink(string path, ImageShape shape, ImageSinkOptions options)
        : base(path, shape)
    {
        PngPixels.RequireChannels(path, shape);
        _options = options;
        _file = AtomicFile.Create(path, options.Overwrite);
    }

    public override string Description => string.Create(CultureInfo.InvariantCulture, $"contact sheet, {_columns} x {_rows} images of {Shape.Width} x {Shape.Height}");

    private protected override void Write(ReadOnlySpan<byte> image)
    {
        if (_images.Count >= MaximumImages || (_images.Count + 1L) * Shape.PixelCount > ContactSheet.MaximumBytes / 2)
        {
            throw BadInputException.In(
                OutputPath,
                string.Create(CultureInfo.InvariantCulture, $"there are more than {_images.Count} images of {Shape}"),
                string.Create(CultureInfo.InvariantCulture, $"at most {_images.Count} on one contact sheet"),
                "Write .idx, .npy or a folder (a path that ends in /).");
        }

        _images.Add(image.ToArray());
    }

    private protected override void Finish()
    {
        if (_images.Count == 0)
        {
            throw BadInputException.In(OutputPath, "there are no images", "at least one for a contact sheet", "Pass latents.");
        }

        ContactSheet sheet = new(Shape, _images.Count, _options.Columns, _options.Gap);
        for (int i = 0; i < _images.Count; i++)
        {
            sheet.Place(i, _images[i]);
        }

        PngFile.Write(_file, sheet.Pixels, sheet.Width, sheet.Height, Shape.Channels);
        _file.Commit();
        (_columns, _rows) = (sheet.Columns, sheet.Rows);
    }

    private protected override void Close() => _file.Dispose();
}

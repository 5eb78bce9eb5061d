using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Generation.Sinks;

/// <summary>Writes PNG files of many images: keeps those of one page, until it is full.</summary>
internal sealed class ContactSheetSink : ImageSink
{
    private readonly string _place;
    private readonly SheetPages _pages;
    private readonly List<byte[]> _images = [];
    private long _written;
    private long _page;
    private (int Columns, int Rows) _size;

    public ContactSheetSink(SinkTarget target, ImageShape shape, ImageSinkOptions options)
        : base(target, shape)
    {
        _place = RequirePicturePlace(target, "contact sheet");
        _pages = new SheetPages(OutputPath, shape, options);
        _page = Count / _pages.Capacity;
        _written = target.From?.Bytes ?? 0;
        for (long old = _page; File.Exists(SheetPages.FileOf(_place, old)); old++)
        {
            File.Delete(SheetPages.FileOf(_place, old));
        }
    }

    public override string Description => _page > 1
        ? Invariant($"contact sheet of {_page} pages with up to {_pages.Capacity} images of {Shape.Width} x {Shape.Height}")
        : Invariant($"contact sheet, {_size.Columns} x {_size.Rows} images of {Shape.Width} x {Shape.Height}");

    public override long BytesWritten => _written;

    private protected override void Write(ReadOnlySpan<byte> image)
    {
        _images.Add(image.ToArray());
        if (_images.Count == _pages.Capacity)
        {
            WritePage();
        }
    }

    // A page reaches the disk when it is written.
    private protected override bool TryFlush() => _images.Count == 0;

    private protected override void Finish()
    {
        RequireImages("a contact sheet");
        if (_images.Count > 0)
        {
            WritePage();
        }
    }

    private void WritePage()
    {
        ContactSheet sheet = _pages.Empty(_images.Count, isOnly: _page == 0 && _images.Count < _pages.Capacity);
        for (int i = 0; i < _images.Count; i++)
        {
            sheet.Place(i, _images[i]);
        }

        using (FileStream file = new(SheetPages.FileOf(_place, _page), FileMode.Create, FileAccess.Write))
        {
            PngFile.Write(file, sheet.Pixels, sheet.Width, sheet.Height, Shape.Channels);
            file.Flush(flushToDisk: true);
            _written += file.Length;
        }

        _size = (sheet.Columns, sheet.Rows);
        _images.Clear();
        _page++;
    }
}

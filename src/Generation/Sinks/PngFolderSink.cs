using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Generation.Sinks;

/// <summary>Writes one PNG file per row, 1,000 in a sub-folder.</summary>
internal sealed class PngFolderSink : ImageSink
{
    private const int FolderRows = 1000;

    private readonly string _place;
    private readonly byte[] _pixels;
    private long _written;
    private long _synced;

    public PngFolderSink(SinkTarget target, ImageShape shape)
        : base(target, shape)
    {
        _place = RequirePicturePlace(target, "folder");
        _pixels = new byte[shape.PixelCount];
        _written = target.From?.Bytes ?? 0;
        _synced = Count;
        Directory.CreateDirectory(_place);
        RemoveFrom(Count);
    }

    public override string Description => $"folder of {Count} PNG files of {Shape.Width} x {Shape.Height}";

    public override long BytesWritten => _written;

    private protected override void Write(ReadOnlySpan<byte> image)
    {
        ChannelPlanes.Join(image, Shape.Channels, _pixels);
        if (Count % FolderRows == 0)
        {
            Directory.CreateDirectory(FolderOf(Count));
        }

        using FileStream file = new(FileOf(Count), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        PngFile.Write(file, _pixels, Shape.Width, Shape.Height, Shape.Channels);
        _written += file.Length;
    }

    private protected override bool TryFlush() => true;

    private protected override void SyncWritten()
    {
        long end = Count;
        if (end > 0 && OperatingSystem.IsLinux())
        {
            FileSystem.Sync(FileOf(end - 1));
            return;
        }

        for (; _synced < end; _synced++)
        {
            using FileStream file = new(FileOf(_synced), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            file.Flush(flushToDisk: true);
        }
    }

    // A run that was killed has most often written more than its last checkpoint tells.
    private void RemoveFrom(long first)
    {
        foreach (string folder in Directory.GetDirectories(_place))
        {
            if (NumberOf(folder) >= (first + FolderRows - 1) / FolderRows)
            {
                Directory.Delete(folder, recursive: true);
            }
            else if (NumberOf(folder) == first / FolderRows)
            {
                foreach (string file in Directory.GetFiles(folder).Where(file => NumberOf(file) >= first))
                {
                    File.Delete(file);
                }
            }
        }
    }

    private static long NumberOf(string path)
        => long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : long.MaxValue;

    private string FolderOf(long row) => Path.Combine(_place, (row / FolderRows).ToString("D4", CultureInfo.InvariantCulture));

    // Seven digits keep ten million rows in order; more rows only make longer names.
    private string FileOf(long row) => Path.Combine(FolderOf(row), row.ToString("D7", CultureInfo.InvariantCulture) + ".png");
}

using System.Globalization;
using System.Text.RegularExpressions;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Formats;
using VaePipeline.Contracts.Models;

namespace VaePipeline.Inference.Sinks;

/// <summary>
/// Writes one PNG file per row into a new folder, which takes its place in the end. A folder that is there is replaced
/// only where it holds nothing but such images, so that no mistyped path costs other files.
/// </summary>
internal sealed partial class PngFolderSink : ImageSink
{
    private readonly string _target;
    private readonly string _temporary;
    private readonly byte[] _pixels;
    private readonly bool _overwrite;

    public PngFolderSink(string path, ImageShape shape, bool overwrite)
        : base(path, shape)
    {
        PngPixels.RequireChannels(path, shape);
        _overwrite = overwrite;
        _pixels = new byte[shape.PixelCount];
        _target = TargetOf(path);
        CheckTarget();
        _temporary = Sibling("new");
        try
        {
            Directory.CreateDirectory(_temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable($"the folder cannot be created ({exception.Message.TrimEnd('.')})", "a writable place", exception);
        }
    }

    public override string Description => $"folder of {Count} PNG files of {Shape.Width} x {Shape.Height}";

    private protected override void Write(ReadOnlySpan<byte> image)
    {
        PngPixels.Interleave(image, Shape.Channels, _pixels);

        // Seven digits keep ten million rows in order; more rows only make longer names.
        string name = Count.ToString("D7", CultureInfo.InvariantCulture) + ".png";
        using FileStream file = new(Path.Combine(_temporary, name), FileMode.CreateNew, FileAccess.Write);
        PngFile.Write(file, _pixels, Shape.Width, Shape.Height, Shape.Channels);
    }

    private protected override void Finish()
    {
        if (!Directory.Exists(_target))
        {
            Directory.Move(_temporary, _target);
            return;
        }

        CheckTarget();
        string old = Sibling("old");
        Directory.Move(_target, old);
        try
        {
            Directory.Move(_temporary, _target);
        }
        catch
        {
            Directory.Move(old, _target);
            throw;
        }

        Directory.Delete(old, recursive: true);
    }

    private protected override void Close()
    {
        if (Directory.Exists(_temporary))
        {
            Directory.Delete(_temporary, recursive: true);
        }
    }

    // A link to a folder goes on pointing at what is written.
    private static string TargetOf(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Directory.Exists(full) ? Directory.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
    }

    private void CheckTarget()
    {
        if (Path.GetDirectoryName(_target) is not { } parent || _target == Environment.CurrentDirectory)
        {
            throw Unwritable("this folder cannot be replaced", "a folder for the images alone");
        }

        if (!Directory.Exists(parent))
        {
            throw Unwritable($"the folder {parent} does not exist", "an existing folder to put it in");
        }

        if (File.Exists(_target))
        {
            throw Unwritable("is a file", "a folder for the images");
        }

        if (!Directory.Exists(_target))
        {
            return;
        }

        // Asked again at the end: another run may have written it meanwhile.
        if (!_overwrite)
        {
            new ImageOutput(OutputPath, ImageFormat.PngFolder).RequireNew();
        }

        if (Directory.EnumerateFileSystemEntries(_target).FirstOrDefault(entry => Directory.Exists(entry) || !NumberedImage().IsMatch(Path.GetFileName(entry))) is { } foreign)
        {
            throw Unwritable($"holds \"{Path.GetFileName(foreign)}\", which is no numbered image", "a folder for the images alone");
        }
    }

    private string Sibling(string purpose)
        => Path.Combine(Path.GetDirectoryName(_target) ?? "", $".{Path.GetFileName(_target)}.{Path.GetRandomFileName()}.{purpose}");

    private UnwritableOutputException Unwritable(string found, string expected, Exception? inner = null)
        => new($"{OutputPath}: {found}; expected {expected}. Choose another path.", inner);

    [GeneratedRegex(@"^[0-9]{7,19}\.png\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberedImage();
}

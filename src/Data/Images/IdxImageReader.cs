namespace VaePipeline.Data.Images;

/// <summary>Images of an IDX file: [N, H, W], or [N, C, H, W] or [N, H, W, C] with 1 or 3 channels.</summary>
internal sealed class IdxImageReader : ArrayImageReader
{
    private readonly IdxInput _idx;
    private readonly string _contents;
    private readonly ulong _end;
    private readonly LabelFile? _labels;
    private uint _next;

    /// <summary>Owns <paramref name="bytes"/> from now on, unless it throws.</summary>
    public IdxImageReader(InputStream bytes, ImageInput input)
        : base(bytes, input)
    {
        _idx = new IdxInput(bytes, "an IDX file of images");
        (uint count, ImageAxes axes) = ReadHeader(_idx, input);
        if (count == 0)
        {
            throw BadInputException.In(Path, "it holds no images", "at least 1", "Use the whole data set.");
        }

        Count = count;
        ulong length = count * (ulong)axes.Shape.PixelCount;
        string size = axes.Shape.Channels == 1 ? $"{axes.Shape.Height}x{axes.Shape.Width}" : axes.Shape.ToString();
        _contents = Invariant($"{count} images of {size}");
        _end = length + (ulong)_idx.Offset;
        _idx.RequireRoom(length, _contents);
        _labels = LabelFile.Read(input.LabelsPath ?? LabelFile.Beside(Path), Path, count);
        Begin(axes, _labels is not null, hasValues: false);
    }

    internal override string Kind => $"IDX file{_labels?.Suffix}";

    internal override long? Count { get; }

    internal override string? Label => _labels?[_next - 1];

    private protected override bool TryReadRow()
    {
        if (_next == Count)
        {
            _idx.RequireEnd(_contents);
            return false;
        }

        _idx.ReadRow(Levels, _end, _contents);
        _next++;
        return true;
    }

    private static (uint Count, ImageAxes Axes) ReadHeader(IdxInput idx, ImageInput input)
    {
        uint magic = idx.ReadMagic([IdxInput.ImagesMagic, IdxInput.ChannelImagesMagic], IdxInput.LabelsMagic, "Pass the image file, not the labels.");
        uint count = idx.ReadSize("number of images");
        long[] sizes = magic == IdxInput.ImagesMagic
            ? [count, ReadSide(idx, "height"), ReadSide(idx, "width")]
            : [count, ReadSide(idx, "second axis"), ReadSide(idx, "third axis"), ReadSide(idx, "fourth axis")];
        return (count, ImageAxes.Of(idx.Path, sizes, input));
    }

    private static int ReadSide(IdxInput idx, string name)
    {
        long offset = idx.Offset;
        uint side = idx.ReadSize(name);
        return side is >= 1 and <= ImageShape.MaximumSide
            ? (int)side
            : throw BadInputException.AtByte(
                idx.Path, offset, Invariant($"{name} is {side}"), Invariant($"1 to {ImageShape.MaximumSide}"), IdxInput.TakeAgain);
    }
}

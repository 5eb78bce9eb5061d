namespace VaePipeline.Inference.Sessions;

/// <summary>Room for a number of rows of one tensor, reused from call to call.</summary>
/// <typeparam name="T">The .NET type of the tensor's elements.</typeparam>
internal abstract class TensorBuffer<T> : TensorBuffer
{
    private readonly T[] _elements;

    /// <summary>Takes the memory for <paramref name="capacity"/> rows.</summary>
    /// <param name="info">The tensor.</param>
    /// <param name="capacity">Rows that fit.</param>
    /// <param name="pinned">Whether the memory stays where it is; not for elements that hold references.</param>
    /// <exception cref="ArgumentException">That many rows do not fit an array.</exception>
    protected TensorBuffer(TensorInfo info, int capacity, bool pinned)
        : base(info)
    {
        long length = (long)capacity * info.RowLength;
        if (length > Array.MaxLength)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"BatchSize is {capacity}; expected at most {Array.MaxLength / info.RowLength} for a model whose tensor {info}. Set a smaller batch size."));
        }

        _elements = GC.AllocateUninitializedArray<T>((int)length, pinned);
    }

    /// <inheritdoc/>
    public override Type ElementType => typeof(T);

    /// <summary>The first <paramref name="rows"/> rows, row-major.</summary>
    public Span<T> Rows(int rows) => _elements.AsSpan(0, rows * Info.RowLength);

    /// <summary>One row.</summary>
    public Span<T> Row(int row) => _elements.AsSpan(row * Info.RowLength, Info.RowLength);

    /// <inheritdoc/>
    public override void FillUp(int rows, int capacity)
    {
        for (int row = rows; row < capacity; row++)
        {
            Row(rows - 1).CopyTo(Row(row));
        }
    }

    /// <summary>The first <paramref name="rows"/> rows, to be looked at by ONNX Runtime.</summary>
    protected Memory<T> Memory(int rows) => _elements.AsMemory(0, rows * Info.RowLength);
}

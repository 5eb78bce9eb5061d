using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Inference.Sessions;

/// <summary>Room for a number of rows of one tensor, reused from call to call. <see cref="ElementKind.NewBuffer"/> makes one.</summary>
/// <param name="info">The tensor.</param>
internal abstract class TensorBuffer(TensorInfo info)
{
    /// <summary>The tensor.</summary>
    public TensorInfo Info { get; } = info;

    /// <summary>
    /// An ONNX Runtime value for the first <paramref name="rows"/> rows. The caller disposes it before this buffer's
    /// memory is used for anything else.
    /// </summary>
    public abstract OrtValue View(int rows);

    /// <summary>Repeats the last of the first <paramref name="rows"/> rows up to <paramref name="capacity"/>.</summary>
    public abstract void FillUp(int rows, int capacity);

    /// <summary>Copies rows into a view before a run, if the view has memory of its own.</summary>
    public virtual void CopyTo(OrtValue view, int rows)
    {
    }

    /// <summary>Copies rows out of a view after a run, if the view has memory of its own.</summary>
    public virtual void CopyFrom(OrtValue view, int rows)
    {
    }
}

/// <summary>Room for a number of rows of one tensor.</summary>
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
            throw new ArgumentException(Invariant(
                $"BatchSize is {capacity}; expected at most {Array.MaxLength / info.RowLength} for a model whose tensor {info}. Set a smaller batch size."));
        }

        _elements = GC.AllocateUninitializedArray<T>((int)length, pinned);
    }

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

    /// <summary>The first <paramref name="rows"/> rows, for ONNX Runtime to read and write.</summary>
    protected Memory<T> Memory(int rows) => _elements.AsMemory(0, rows * Info.RowLength);
}

/// <summary>
/// Rows of numbers, which ONNX Runtime reads and writes in place. They lie on the pinned heap, where the pin that a view
/// holds hinders no collection.
/// </summary>
internal sealed class NumberBuffer<T>(TensorInfo info, int capacity) : TensorBuffer<T>(info, capacity, pinned: true)
    where T : unmanaged
{
    /// <inheritdoc/>
    public override OrtValue View(int rows) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, Memory(rows), Info.ShapeOf(rows));
}

/// <summary>Rows of texts. ONNX Runtime has strings of its own, so they are copied before and after a run.</summary>
internal sealed class TextBuffer(TensorInfo info, int capacity) : TensorBuffer<ReadOnlyMemory<char>>(info, capacity, pinned: false)
{
    /// <inheritdoc/>
    public override OrtValue View(int rows) => OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, Info.ShapeOf(rows));

    /// <inheritdoc/>
    public override void CopyTo(OrtValue view, int rows)
    {
        Span<ReadOnlyMemory<char>> texts = Rows(rows);
        for (int i = 0; i < texts.Length; i++)
        {
            view.StringTensorSetElementAt(texts[i].Span, i);
        }
    }

    /// <inheritdoc/>
    public override void CopyFrom(OrtValue view, int rows)
    {
        Span<ReadOnlyMemory<char>> texts = Rows(rows);
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = view.GetStringElementAsMemory(i);
        }
    }
}

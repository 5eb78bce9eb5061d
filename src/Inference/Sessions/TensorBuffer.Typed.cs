using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Inference.Sessions;

/// <summary>Room for a number of rows of one tensor, reused from call to call.</summary>
/// <typeparam name="T">The .NET type of the tensor's elements.</typeparam>
internal sealed class TensorBuffer<T> : TensorBuffer
    where T : unmanaged
{
    // On the pinned heap: OrtValue keeps the address, and a pinned array needs no pinning on each view.
    private readonly T[] _elements;

    /// <summary>Takes the memory for <paramref name="capacity"/> rows.</summary>
    /// <exception cref="ArgumentException">That many rows do not fit an array.</exception>
    public TensorBuffer(TensorInfo info, int capacity)
        : base(info)
    {
        long length = (long)capacity * info.RowLength;
        if (length > Array.MaxLength)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"BatchSize is {capacity}; expected at most {Array.MaxLength / info.RowLength} for a model whose tensor {info}. Set a smaller batch size."));
        }

        _elements = GC.AllocateUninitializedArray<T>((int)length, pinned: true);
    }

    /// <inheritdoc/>
    public override Type ElementType => typeof(T);

    /// <summary>The first <paramref name="rows"/> rows, row-major.</summary>
    public Span<T> Rows(int rows) => _elements.AsSpan(0, rows * Info.RowLength);

    /// <summary>One row.</summary>
    public Span<T> Row(int row) => _elements.AsSpan(row * Info.RowLength, Info.RowLength);

    /// <inheritdoc/>
    public override OrtValue View(int rows) =>
        OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, _elements.AsMemory(0, rows * Info.RowLength), Info.ShapeOf(rows));
}

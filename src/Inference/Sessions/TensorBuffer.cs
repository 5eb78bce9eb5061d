using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaePipeline.Inference.Sessions;

/// <summary>Room for a number of rows of one tensor, reused from call to call.</summary>
/// <param name="info">The tensor.</param>
internal abstract class TensorBuffer(TensorInfo info)
{
    /// <summary>The tensor.</summary>
    public TensorInfo Info { get; } = info;

    /// <summary>The .NET type of the elements.</summary>
    public abstract Type ElementType { get; }

    /// <summary>Makes a buffer for a tensor of any element type that a column can have.</summary>
    /// <exception cref="BadInputException">There is no .NET counterpart of the element type.</exception>
    public static TensorBuffer Create(string path, TensorInfo info, int capacity) => info.ElementType switch
    {
        TensorElementType.Float => new NumberBuffer<float>(info, capacity),
        TensorElementType.Double => new NumberBuffer<double>(info, capacity),
        TensorElementType.Int8 => new NumberBuffer<sbyte>(info, capacity),
        TensorElementType.Int16 => new NumberBuffer<short>(info, capacity),
        TensorElementType.Int32 => new NumberBuffer<int>(info, capacity),
        TensorElementType.Int64 => new NumberBuffer<long>(info, capacity),
        TensorElementType.UInt8 => new NumberBuffer<byte>(info, capacity),
        TensorElementType.UInt16 => new NumberBuffer<ushort>(info, capacity),
        TensorElementType.UInt32 => new NumberBuffer<uint>(info, capacity),
        TensorElementType.UInt64 => new NumberBuffer<ulong>(info, capacity),
        TensorElementType.Bool => new NumberBuffer<bool>(info, capacity),
        TensorElementType.String => new TextBuffer(info, capacity),
        _ => throw BadInputException.In(
            path, $"tensor {info}", "float32, float16, double, an integer type, bool or string", "Cast the tensor in the model."),
    };

    /// <summary>
    /// An ONNX Runtime value for the first <paramref name="rows"/> rows. The caller disposes it before this buffer's
    /// memory is used for anything else.
    /// </summary>
    public abstract OrtValue View(int rows);

    /// <summary>Repeats the last of the first <paramref name="rows"/> rows up to <paramref name="capacity"/>.</summary>
    public abstract void FillUp(int rows, int capacity);

    /// <summary>Copies rows into a view before a run, where the view has memory of its own.</summary>
    public virtual void CopyTo(OrtValue view, int rows)
    {
    }

    /// <summary>Copies rows out of a view after a run, where the view has memory of its own.</summary>
    public virtual void CopyFrom(OrtValue view, int rows)
    {
    }
}

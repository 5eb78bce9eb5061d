using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using VaePipeline.Contracts.Errors;

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
        TensorElementType.Float => new TensorBuffer<float>(info, capacity),
        TensorElementType.Double => new TensorBuffer<double>(info, capacity),
        TensorElementType.Int8 => new TensorBuffer<sbyte>(info, capacity),
        TensorElementType.Int16 => new TensorBuffer<short>(info, capacity),
        TensorElementType.Int32 => new TensorBuffer<int>(info, capacity),
        TensorElementType.Int64 => new TensorBuffer<long>(info, capacity),
        TensorElementType.UInt8 => new TensorBuffer<byte>(info, capacity),
        TensorElementType.UInt16 => new TensorBuffer<ushort>(info, capacity),
        TensorElementType.UInt32 => new TensorBuffer<uint>(info, capacity),
        TensorElementType.UInt64 => new TensorBuffer<ulong>(info, capacity),
        TensorElementType.Bool => new TensorBuffer<bool>(info, capacity),
        _ => throw BadInputException.In(
            path, $"tensor {info}", "float32, double, an integer type or bool", "Cast the tensor in the model."),
    };

    /// <summary>
    /// An ONNX Runtime view of the first <paramref name="rows"/> rows. The caller disposes it before this buffer's
    /// memory is used for anything else.
    /// </summary>
    public abstract OrtValue View(int rows);
}

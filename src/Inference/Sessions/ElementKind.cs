using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaePipeline.Inference.Sessions;

/// <summary>A type of elements that a tensor and a column of ML.NET's can have.</summary>
/// <param name="ColumnType">The type of a column's elements; its <c>RawType</c> is that of a <see cref="TensorBuffer{T}"/>.</param>
/// <param name="NewBuffer">Makes room for a number of rows of a tensor.</param>
internal sealed record ElementKind(PrimitiveDataViewType ColumnType, Func<TensorInfo, int, TensorBuffer> NewBuffer)
{
    /// <summary>The kind of a tensor's elements, or null if no column can have them. Float16 becomes Single inside the graph.</summary>
    public static ElementKind? Of(TensorElementType type) => type switch
    {
        TensorElementType.Float => Number<float>(NumberDataViewType.Single),
        TensorElementType.Double => Number<double>(NumberDataViewType.Double),
        TensorElementType.Int8 => Number<sbyte>(NumberDataViewType.SByte),
        TensorElementType.Int16 => Number<short>(NumberDataViewType.Int16),
        TensorElementType.Int32 => Number<int>(NumberDataViewType.Int32),
        TensorElementType.Int64 => Number<long>(NumberDataViewType.Int64),
        TensorElementType.UInt8 => Number<byte>(NumberDataViewType.Byte),
        TensorElementType.UInt16 => Number<ushort>(NumberDataViewType.UInt16),
        TensorElementType.UInt32 => Number<uint>(NumberDataViewType.UInt32),
        TensorElementType.UInt64 => Number<ulong>(NumberDataViewType.UInt64),
        TensorElementType.Bool => Number<bool>(BooleanDataViewType.Instance),
        TensorElementType.String => new ElementKind(TextDataViewType.Instance, static (tensor, capacity) => new TextBuffer(tensor, capacity)),
        _ => null,
    };

    private static ElementKind Number<T>(PrimitiveDataViewType columnType)
        where T : unmanaged => new(columnType, static (tensor, capacity) => new NumberBuffer<T>(tensor, capacity));
}

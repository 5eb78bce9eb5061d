using VaePipeline.Contracts.Onnx;

namespace VaePipeline.OnnxExport.Graphs;

#pragma warning disable CA1720 // The types have the names that the ONNX format gives them.

/// <summary>Types of elements, with the numbers that the ONNX format gives them.</summary>
public enum OnnxElementType
{
    /// <summary>float32.</summary>
    Float = (int)TensorProto.Types.DataType.Float,

    /// <summary>uint8: pixels.</summary>
    UInt8 = (int)TensorProto.Types.DataType.Uint8,

    /// <summary>int8: weights of a network that computes in bytes.</summary>
    Int8 = (int)TensorProto.Types.DataType.Int8,

    /// <summary>int32: sums of products of bytes.</summary>
    Int32 = (int)TensorProto.Types.DataType.Int32,

    /// <summary>int64: indices, shapes.</summary>
    Int64 = (int)TensorProto.Types.DataType.Int64,

    /// <summary>Truth values, one a byte.</summary>
    Bool = (int)TensorProto.Types.DataType.Bool,
}

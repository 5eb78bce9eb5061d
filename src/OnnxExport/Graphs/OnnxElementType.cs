namespace VaePipeline.OnnxExport.Graphs;

#pragma warning disable CA1720 // The types have the names that the ONNX format gives them.

/// <summary>Types of elements, with the numbers that the ONNX format gives them.</summary>
public enum OnnxElementType
{
    /// <summary>float32.</summary>
    Float = 1,

    /// <summary>uint8: pixels.</summary>
    UInt8 = 2,

    /// <summary>int8: weights of a network that computes in bytes.</summary>
    Int8 = 3,

    /// <summary>int32: sums of products of bytes.</summary>
    Int32 = 6,

    /// <summary>int64: indices, shapes.</summary>
    Int64 = 7,

    /// <summary>Truth values, one a byte.</summary>
    Bool = 9,
}

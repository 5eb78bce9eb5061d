namespace VaePipeline.Contracts.Onnx;

/// <content>What the fields of a tensor mean.</content>
internal sealed partial class TensorProto
{
    // Names in the way of numpy, and bits of one element, by ONNX's number of the type; 0 bits if raw bytes are not allowed.
    private static readonly (string Name, int Bits)[] ElementTypes =
    [
        ("undefined", 0), ("float32", 32), ("uint8", 8), ("int8", 8), ("uint16", 16), ("int16", 16), ("int32", 32), ("int64", 64),
        ("string", 0), ("bool", 8), ("float16", 16), ("float64", 64), ("uint32", 32), ("uint64", 64), ("complex64", 64),
        ("complex128", 128), ("bfloat16", 16), ("float8e4m3fn", 8), ("float8e4m3fnuz", 8), ("float8e5m2", 8), ("float8e5m2fnuz", 8),
        ("uint4", 4), ("int4", 4), ("float4e2m1", 4), ("float8e8m0", 8),
    ];

    /// <summary>Whether the elements lie in another file.</summary>
    public bool IsExternal => DataLocation != Types.DataLocation.Default || ExternalData.Count > 0;

    /// <summary>Bits of one element; 0 if the type is unknown or not allowed as raw bytes.</summary>
    public int ElementBits => DataType >= 0 && DataType < ElementTypes.Length ? ElementTypes[DataType].Bits : 0;

    /// <summary>Elements in the lists of their types; of complex numbers, the parts.</summary>
    public long ListedValues =>
        (long)FloatData.Count + Int32Data.Count + StringData.Count + Int64Data.Count + DoubleData.Count + Uint64Data.Count;

    /// <summary>ONNX's name of an element type in the way of numpy; <c>type 99</c> for one that is not known.</summary>
    public static string NameOfType(int type) => type >= 0 && type < ElementTypes.Length
        ? ElementTypes[type].Name
        : Invariant($"type {type}");
}

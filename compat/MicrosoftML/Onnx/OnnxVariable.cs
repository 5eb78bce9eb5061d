using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Its name, and its column's.</param>
/// <param name="Shape">Its axes; -1 for one whose length is free, unless the caller gave it.</param>
/// <param name="ItemType">The type of its elements.</param>
/// <param name="Type">The column type: the first axis, if free, counts as 1; another free axis makes the size variable.</param>
internal sealed record OnnxVariable(string Name, int[] Shape, PrimitiveDataViewType ItemType, DataViewType Type)
{
    /// <summary>Reads name, shape and type from the engine's metadata.</summary>
    /// <param name="given">A shape in place of the model's; null: none.</param>
    public static OnnxVariable Create(string name, NodeMetadata metadata, int[]? given)
    {
        if (!metadata.IsTensor)
            throw new NotSupportedException($"ONNX variable '{name}' is {metadata.OnnxValueType}; expected a tensor. Sequences and maps are not supported here.");
        PrimitiveDataViewType itemType = ItemTypeOf(metadata.ElementDataType);
        if (given is null)
            return new OnnxVariable(name, metadata.Dimensions, itemType, TypeOf(itemType, metadata.Dimensions));

        bool compatible = given.Length == metadata.Dimensions.Length && given.Zip(metadata.Dimensions, (own, model) => own == model || own <= 0 || model <= 0).All(fits => fits);
        if (!compatible)
            throw new ArgumentOutOfRangeException(nameof(given), given,
                $"The specified shape {Text(given)} is not compatible with the shape {Text(metadata.Dimensions)} loaded from the ONNX model file. " +
                "Only unknown dimension can replace or be replaced by another dimension.");
        DataViewType type = metadata.Dimensions.Length == 0 ? itemType
            : Array.TrueForAll(given, axis => axis > 0) ? new VectorDataViewType(itemType, given) : new VectorDataViewType(itemType);
        return new OnnxVariable(name, given, itemType, type);
    }

    /// <summary>The shape of one row's tensor: the first axis, if free, is 1; another free axis is 0 until its row is known.</summary>
    public int[] RowShape => Shape.Length == 0 ? [1] : [.. Shape.Select((axis, i) => i == 0 && axis < 0 ? 1 : Math.Max(axis, 0))];

    private static DataViewType TypeOf(PrimitiveDataViewType itemType, int[] shape)
    {
        if (shape.Length == 0)
            return itemType;
        int[] axes = [Math.Max(shape[0], 1), .. shape.Skip(1).Select(axis => Math.Max(axis, 0))];
        return axes.Contains(0) ? new VectorDataViewType(itemType) : new VectorDataViewType(itemType, axes);
    }

    private static PrimitiveDataViewType ItemTypeOf(TensorElementType type) => type switch
    {
        TensorElementType.Bool => BooleanDataViewType.Instance,
        TensorElementType.Int8 => NumberDataViewType.SByte,
        TensorElementType.UInt8 => NumberDataViewType.Byte,
        TensorElementType.Int16 => NumberDataViewType.Int16,
        TensorElementType.UInt16 => NumberDataViewType.UInt16,
        TensorElementType.Int32 => NumberDataViewType.Int32,
        TensorElementType.UInt32 => NumberDataViewType.UInt32,
        TensorElementType.Int64 => NumberDataViewType.Int64,
        TensorElementType.UInt64 => NumberDataViewType.UInt64,
        TensorElementType.Float => NumberDataViewType.Single,
        TensorElementType.Double => NumberDataViewType.Double,
        TensorElementType.String => TextDataViewType.Instance,
        _ => throw new InvalidOperationException($"Unsupported ONNX scalar type: {type}"),
    };

    private static string Text(int[] shape) => string.Join(',', shape.Select(axis => axis.ToString(CultureInfo.InvariantCulture)));
}

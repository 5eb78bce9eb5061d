using Google.Protobuf;
using VaePipeline.Contracts.Onnx;
using AttributeType = VaePipeline.Contracts.Onnx.AttributeProto.Types.AttributeType;

namespace VaePipeline.OnnxExport.Graphs;

#pragma warning disable CA1720 // The kinds have the names that the ONNX format gives them.

/// <summary>An attribute of a node: a setting of its operator, such as <c>epsilon</c>.</summary>
public sealed class OnnxAttribute
{
    private OnnxAttribute(AttributeProto proto) => Proto = proto;

    /// <summary>As it is written.</summary>
    internal AttributeProto Proto { get; }

    /// <summary>A whole number.</summary>
    /// <param name="name">Name in the operator's definition.</param>
    /// <param name="value">Its value.</param>
    public static OnnxAttribute Int(string name, long value) =>
        new(new AttributeProto { Name = name, Type = AttributeType.Int, I = value });

    /// <summary>A number; it is rounded to float32.</summary>
    /// <param name="name">Name in the operator's definition.</param>
    /// <param name="value">Its value.</param>
    public static OnnxAttribute Float(string name, double value) =>
        new(new AttributeProto { Name = name, Type = AttributeType.Float, F = (float)value });

    /// <summary>A text, often one of a few that the operator knows.</summary>
    /// <param name="name">Name in the operator's definition.</param>
    /// <param name="value">Its value.</param>
    public static OnnxAttribute String(string name, string value) =>
        new(new AttributeProto { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) });

    /// <summary>Whole numbers, such as one an axis.</summary>
    /// <param name="name">Name in the operator's definition.</param>
    /// <param name="values">Its values.</param>
    public static OnnxAttribute Ints(string name, params IEnumerable<long> values) =>
        new(new AttributeProto { Name = name, Type = AttributeType.Ints, Ints = { values } });
}

using VaePipeline.Training.Protos;
using AttributeType = VaePipeline.Training.Protos.AttributeProto.Types.AttributeType;

namespace VaePipeline.Training.Export;

/// <summary>Makes the attributes of a node.</summary>
internal static class OnnxAttribute
{
    public static AttributeProto Int(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    public static AttributeProto Float(string name, double value) =>
        new() { Name = name, Type = AttributeType.Float, F = (float)value };

    public static AttributeProto Ints(string name, params IEnumerable<long> values) =>
        new() { Name = name, Type = AttributeType.Ints, Ints = { values } };
}

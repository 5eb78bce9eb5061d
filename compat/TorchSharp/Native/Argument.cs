using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>An operator's argument on the managed side: a number, or a reference to what the cell will point at.</summary>
internal readonly struct Argument
{
    /// <summary>Stands for the schema's default value.</summary>
    public static readonly Argument Default = new(Tag.Default, 0, null);

    public readonly Tag Tag;
    public readonly long Bits;
    public readonly object? Reference;

    private Argument(Tag tag, long bits, object? reference)
    {
        Tag = tag;
        Bits = bits;
        Reference = reference;
    }

    public static implicit operator Argument(Tensor? value) => value is null ? default : new(Tag.Tensor, 0, value);
    public static implicit operator Argument(long value) => new(Tag.Int, value, null);
    public static implicit operator Argument(int value) => new(Tag.Int, value, null);
    public static implicit operator Argument(double value) => new(Tag.Double, BitConverter.DoubleToInt64Bits(value), null);
    public static implicit operator Argument(bool value) => new(Tag.Bool, value ? 1 : 0, null);
    public static implicit operator Argument(long? value) => value is { } number ? number : default(Argument);
    public static implicit operator Argument(double? value) => value is { } number ? number : default(Argument);
    public static implicit operator Argument(bool? value) => value is { } flag ? flag : default(Argument);
    public static implicit operator Argument(ScalarType value) => (long)value;
    public static implicit operator Argument(ScalarType? value) => value is { } type ? (long)type : default(Argument);
    public static implicit operator Argument(Scalar? value) => value?.ToArgument() ?? default;
    public static implicit operator Argument(long[]? value) => value is null ? default : new(Tag.IntList, 0, value);
    public static implicit operator Argument(double[]? value) => value is null ? default : new(Tag.DoubleList, 0, value);
    public static implicit operator Argument(Tensor[] value) => new(Tag.TensorList, 0, value);
    public static implicit operator Argument(string? value) => value is null ? default : new(Tag.String, 0, value);
    public static implicit operator Argument(Generator? value) => value is null ? default : new(Tag.Generator, 0, value);
    public static implicit operator Argument(DeviceType value) => new(Tag.Device, (long)value, null);

    /// <summary>A list in which some tensors may be absent, as advanced indexing takes it.</summary>
    public static Argument Optional(Tensor?[] tensors) => new(Tag.OptionalTensorList, 0, tensors);
}

using TorchSharp.Native;

namespace TorchSharp;

/// <summary>A number given to an operator: whole, floating or a truth value.</summary>
public sealed class Scalar : IDisposable
{
    private readonly object _value;

    private Scalar(object value) => _value = value;

    public static implicit operator Scalar(byte value) => new((long)value);
    public static implicit operator Scalar(sbyte value) => new((long)value);
    public static implicit operator Scalar(short value) => new((long)value);
    public static implicit operator Scalar(int value) => new((long)value);
    public static implicit operator Scalar(long value) => new(value);
    public static implicit operator Scalar(Half value) => new((double)value);
    public static implicit operator Scalar(float value) => new((double)value);
    public static implicit operator Scalar(double value) => new(value);
    public static implicit operator Scalar(bool value) => new(value);

    public void Dispose()
    {
    }

    internal double AsDouble => _value switch { long whole => whole, double number => number, _ => (bool)_value ? 1 : 0 };

    internal long AsInt64 => _value switch { long whole => whole, double number => (long)number, _ => (bool)_value ? 1 : 0 };

    internal bool IsWhole => _value is long;

    internal torch.ScalarType NaturalType => _value switch
    {
        long => torch.ScalarType.Int64,
        double => torch.get_default_dtype(),
        _ => torch.ScalarType.Bool,
    };

    internal Argument ToArgument() => _value switch { long whole => whole, double number => number, _ => (bool)_value };
}

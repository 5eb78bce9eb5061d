using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor empty(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Operators.Call("empty.memory_format", size, dtype ?? s_defaultType), device, requires_grad);

    public static Tensor zeros(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Operators.Call("zeros", size, dtype ?? s_defaultType), device, requires_grad);

    public static Tensor ones(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Operators.Call("ones", size, dtype ?? s_defaultType), device, requires_grad);

    public static Tensor full(
        long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(Operators.Call("full", size, value, dtype ?? s_defaultType), device, requires_grad);

    public static Tensor eye(
        long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(Operators.Call("eye.m", rows, columns == -1 ? rows : columns, dtype ?? s_defaultType), device, requires_grad);

    public static Tensor zeros_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Operators.Call("zeros_like", input, dtype), device, requires_grad);

    public static Tensor ones_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Operators.Call("ones_like", input, dtype), device, requires_grad);

    public static Tensor empty_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Operators.Call("empty_like", input, dtype), device, requires_grad);

    public static Tensor full_like(
        Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(Operators.Call("full_like", input, value, dtype), device, requires_grad);

    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(
            Operators.Call("arange.start_step", start, stop, step, dtype ?? RangeType(start, stop, step)), device, requires_grad);

    public static Tensor arange(
        Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Operators.Call("linspace", start, end, steps, dtype ?? s_defaultType), device, requires_grad);

    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        ScalarType held = TypeOf(rawArray);
        return FromBytes(Bytes(rawArray), held, Lengths(rawArray), dtype, device, requires_grad);
    }

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        dtype is { } type && type != data.dtype ? data.to_type(type) : data.alias();

    /// <summary>A tensor over the array itself, without a copy if the types agree; the array stays pinned while the tensor lives.</summary>
    public static unsafe Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        ScalarType held = TypeOf(rawArray);
        if (rawArray.Rank != 1)
            throw new InvalidOperationException("frombuffer() takes one-dimensional arrays only");
        if (count < 0)
            count = rawArray.Length - offset;
        if (offset < 0 || count < 0 || offset + count > rawArray.Length)
            throw new ArgumentException($"offset {offset} and count {count} do not lie in an array of {rawArray.Length} elements");

        var pin = GCHandle.Alloc(rawArray, GCHandleType.Pinned);
        var context = (void*)GCHandle.ToIntPtr(pin);
        byte* data = (byte*)pin.AddrOfPinnedObject() + (offset * Buffer.ByteLength(rawArray) / Math.Max(1, rawArray.Length));
        IntPtr handle = Bridge.torch_tensor_from_memory(data, &count, 1, (int)held, &Unpin, context);
        if (handle == IntPtr.Zero)
            pin.Free();
        var tensor = new Tensor(Bridge.Check(handle));
        if (held != dtype)
            tensor = tensor.to_type(dtype, disposeAfter: true);
        return tensor.with_requires_grad(requires_grad);
    }

    [UnmanagedCallersOnly]
    private static unsafe void Unpin(void* context) => GCHandle.FromIntPtr((IntPtr)context).Free();

    // Only the CPU is there, so a device is checked and otherwise without effect.
    private static Tensor Made(Tensor tensor, Device? device, bool requires_grad)
    {
        if (device is not null)
            InitializeDevice(device);
        if (requires_grad)
            tensor.requires_grad = true;
        return tensor;
    }

    private static ScalarType RangeType(Scalar start, Scalar stop, Scalar step) =>
        start.IsWhole && stop.IsWhole && step.IsWhole ? ScalarType.Int64 : s_defaultType;

    private static Tensor FromElements<T>(
        ReadOnlySpan<T> elements, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requires_grad)
        where T : unmanaged =>
        FromBytes(MemoryMarshal.AsBytes(elements), TypeOf(typeof(T)), shape, dtype, device, requires_grad);

    private static Tensor FromBytes(
        ReadOnlySpan<byte> elements, ScalarType held, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requires_grad)
    {
        Tensor tensor = empty(shape.ToArray(), held);
        if (tensor.numel() * tensor.ElementSize != elements.Length)
        {
            string found = $"[{string.Join(", ", shape.ToArray())}]";
            long length = elements.Length / tensor.ElementSize;
            tensor.Dispose();
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {length} elements, shape {found}");
        }
        elements.CopyTo(tensor.bytes);
        if (dtype is { } wanted && wanted != held)
            tensor = tensor.to_type(wanted, disposeAfter: true);
        return Made(tensor, device, requires_grad);
    }

    private static ReadOnlySpan<T> Elements<T>(Array array) where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes(array));

    private static ReadOnlySpan<byte> Bytes(Array array) => array.Length == 0
        ? []
        : MemoryMarshal.CreateReadOnlySpan(
            ref MemoryMarshal.GetArrayDataReference(array),
            checked((int)(array.LongLength * Size(array.GetType().GetElementType()!))));

    private static long[] Lengths(Array array) => [.. Enumerable.Range(0, array.Rank).Select(array.GetLongLength)];

    private static int Size(Type type) => type == typeof(bool) ? 1 : Marshal.SizeOf(type);

    private static ScalarType TypeOf(Array array) => TypeOf(array.GetType().GetElementType()!);

    private static ScalarType TypeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => ScalarType.Byte,
        TypeCode.SByte => ScalarType.Int8,
        TypeCode.Int16 => ScalarType.Int16,
        TypeCode.Int32 => ScalarType.Int32,
        TypeCode.Int64 => ScalarType.Int64,
        TypeCode.Single => ScalarType.Float32,
        TypeCode.Double => ScalarType.Float64,
        TypeCode.Boolean => ScalarType.Bool,
        _ => throw new InvalidOperationException($"an array of {type.Name} cannot become a tensor"),
    };
}

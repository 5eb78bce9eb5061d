using System.Collections;

namespace TorchSharp.Utils;

/// <summary>Reads and writes a tensor's elements in place, in row-major order whatever its strides.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly T* _data;
    private torch.Tensor? _tensor;

    internal TensorAccessor(torch.Tensor tensor)
    {
        _data = (T*)tensor.DataPointer;
        _tensor = tensor;
    }

    public long Count => _tensor?.numel() ?? 0;

    public bool IsReadOnly => false;

    private torch.Tensor Source => _tensor ?? throw new ObjectDisposedException(nameof(TensorAccessor<T>));

    public T this[params long[] indices]
    {
        get => _data[Offset(indices)];
        set => _data[Offset(indices)] = value;
    }

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    public Array ToNDArray()
    {
        long[] shape = Source.shape;
        if (shape.Length == 0)
            return ToArray();
        Array result = Array.CreateInstance(typeof(T), shape);
        var indices = new long[shape.Length];
        foreach (T value in this)
        {
            result.SetValue(value, indices);
            for (int d = shape.Length - 1; d >= 0 && ++indices[d] == shape[d]; d--)
                indices[d] = 0;
        }
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Span<T> target = array[arrayIndex..];
        long count = Math.Min(Count - tensorIndex, target.Length);
        if (Source.is_contiguous())
        {
            new ReadOnlySpan<T>(_data + tensorIndex, (int)count).CopyTo(target);
            return;
        }
        for (int i = 0; i < count; i++)
            target[i] = _data[FlatOffset(tensorIndex + i)];
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        ReadOnlySpan<T> source = array[arrayIndex..];
        long count = Math.Min(Count - tensorIndex, source.Length);
        if (Source.is_contiguous())
        {
            source[..(int)count].CopyTo(new Span<T>(_data + tensorIndex, (int)count));
            return;
        }
        for (int i = 0; i < count; i++)
            _data[FlatOffset(tensorIndex + i)] = source[i];
    }

    public IEnumerator<T> GetEnumerator()
    {
        long count = Count;
        for (long i = 0; i < count; i++)
            yield return At(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) => left.SequenceEqual(right);

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);

    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this == other;

    public override int GetHashCode() => _tensor?.GetHashCode() ?? 0;

    public void Dispose() => _tensor = null;

    private T At(long index) => _data[FlatOffset(index)];

    private long Offset(long[] indices)
    {
        torch.Tensor tensor = Source;
        if (indices.Length == 1)
            return FlatOffset(indices[0]);
        long[] shape = tensor.shape;
        long[] strides = tensor.stride();
        long offset = 0;
        for (int d = 0; d < shape.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= shape[d])
                throw new IndexOutOfRangeException($"{indices[d]} >= {shape[d]} in dimension {d}.");
            offset += indices[d] * strides[d];
        }
        return offset;
    }

    private long FlatOffset(long index)
    {
        torch.Tensor tensor = Source;
        if (index >= tensor.numel() || index < 0)
            throw new IndexOutOfRangeException($"{index} in a collection of {tensor.numel()} elements.");
        if (tensor.is_contiguous())
            return index;
        long[] shape = tensor.shape;
        long[] strides = tensor.stride();
        long offset = 0;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            index = Math.DivRem(index, shape[d], out long position);
            offset += position * strides[d];
        }
        return offset;
    }
}

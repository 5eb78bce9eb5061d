using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps the order in which its keys were added.</summary>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)> where TKey : notnull
{
    private readonly List<(TKey Key, TValue Value)> _items = [];
    private readonly Dictionary<TKey, TValue> _values = [];

    public int Count => _items.Count;

    public bool IsReadOnly => false;

    public ICollection<TKey> Keys => [.. _items.Select(item => item.Key)];

    public ICollection<TValue> Values => [.. _items.Select(item => item.Value)];

    public (TKey, TValue) this[int index]
    {
        get => _items[index];
        set
        {
            _values.Remove(_items[index].Key);
            _values[value.Item1] = value.Item2;
            _items[index] = value;
        }
    }

    public TValue this[TKey key]
    {
        get => _values[key];
        set
        {
            if (_values.ContainsKey(key))
                _items[IndexOf(key)] = (key, value);
            else
                _items.Add((key, value));
            _values[key] = value;
        }
    }

    public IEnumerator<(TKey, TValue)> items() => GetEnumerator();

    public IEnumerable<TKey> keys() => Keys;

    public IEnumerable<TValue> values() => Values;

    public void clear() => Clear();

    public void Add(TKey key, TValue value) => Add((key, value));

    public void Add((TKey, TValue) item)
    {
        _values.Add(item.Item1, item.Item2);
        _items.Add(item);
    }

    public void Add(KeyValuePair<TKey, TValue> item) => Add((item.Key, item.Value));

    public void Insert(int index, (TKey, TValue) item)
    {
        _values.Add(item.Item1, item.Item2);
        _items.Insert(index, item);
    }

    public bool Remove(TKey key)
    {
        if (!_values.Remove(key))
            return false;
        _items.RemoveAt(IndexOf(key));
        return true;
    }

    public bool Remove((TKey, TValue) item) => Contains(item) && Remove(item.Item1);

    public bool Remove(KeyValuePair<TKey, TValue> item) => Remove((item.Key, item.Value));

    public void RemoveAt(int index) => Remove(_items[index].Key);

    public void Clear()
    {
        _items.Clear();
        _values.Clear();
    }

    public bool ContainsKey(TKey key) => _values.ContainsKey(key);

    public bool Contains((TKey, TValue) item) => _items.Contains(item);

    public bool Contains(KeyValuePair<TKey, TValue> item) => _items.Contains((item.Key, item.Value));

    public int IndexOf((TKey, TValue) item) => _items.IndexOf(item);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _values.TryGetValue(key, out value);

    internal bool TryAdd(TKey key, TValue value)
    {
        if (_values.ContainsKey(key))
            return false;
        Add(key, value);
        return true;
    }

    public void CopyTo((TKey, TValue)[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach ((TKey key, TValue value) in _items)
            array[arrayIndex++] = new(key, value);
    }

    public IEnumerator<(TKey, TValue)> GetEnumerator() => _items.GetEnumerator();

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() =>
        _items.Select(item => new KeyValuePair<TKey, TValue>(item.Key, item.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(TKey key) => _items.FindIndex(item => item.Key.Equals(key));
}

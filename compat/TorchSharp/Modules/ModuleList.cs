using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules in a list, named by their position.</summary>
public class ModuleList<T> : nn.Module, IList<T> where T : nn.Module
{
    private readonly List<T> _items = [];
    private bool _listed;

    public ModuleList(params T[] modules)
        : base(nameof(ModuleList<T>)) => _items.AddRange(modules);

    public int Count => _items.Count;

    public bool IsReadOnly => false;

    public T this[int index]
    {
        get => _items[index];
        set
        {
            ThrowIfListed();
            _items[index] = value;
        }
    }

    /// <summary>Registers the items; from then on the list is fixed.</summary>
    protected override void RegisterComponents()
    {
        if (_listed)
            return;
        _listed = true;
        for (int i = 0; i < _items.Count; i++)
            register_module(i.ToString(), _items[i]);
    }

    public void Add(T item) => Insert(Count, item);

    public void append(params T[] parameters) => extend(parameters);

    public void extend(IEnumerable<T> modules)
    {
        foreach (T module in modules)
            Add(module);
    }

    public void Insert(int index, T item)
    {
        ThrowIfListed();
        _items.Insert(index, item);
    }

    public void RemoveAt(int index)
    {
        ThrowIfListed();
        _items.RemoveAt(index);
    }

    public bool Remove(T item)
    {
        ThrowIfListed();
        return _items.Remove(item);
    }

    public void Clear()
    {
        ThrowIfListed();
        _items.Clear();
    }

    public bool Contains(T item) => _items.Contains(item);

    public int IndexOf(T item) => _items.IndexOf(item);

    public void CopyTo(T[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void ThrowIfListed()
    {
        if (_listed)
            throw new InvalidOperationException("a module list cannot change once its components are registered");
    }
}

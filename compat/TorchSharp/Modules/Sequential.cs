using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules in a chain, named "0", "1", … unless names are given. Results between them are disposed at once.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<(string Name, nn.IModule<Tensor, Tensor> Module)> _chain = [];

    internal Sequential()
        : base(nameof(Sequential))
    {
    }

    protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
        : this()
    {
        foreach ((string name, nn.Module<Tensor, Tensor> module) in modules)
            append(name, module);
    }

    protected Sequential(params nn.Module<Tensor, Tensor>[] modules)
        : this()
    {
        foreach (nn.Module<Tensor, Tensor> module in modules)
            append(module);
    }

    public int Count => _chain.Count;

    [IndexerName("SequentialItems")]
    public nn.IModule<Tensor, Tensor> this[int index] => _chain[index].Module;

    [IndexerName("SequentialItems")]
    public Sequential this[(int? start, int? end) index]
    {
        get
        {
            int start = index.start ?? 0, end = index.end ?? Count;
            if (start < 0 || start > Count)
                throw new IndexOutOfRangeException($"{start} is not a valid index.");
            if (end < 0 || end > Count)
                throw new IndexOutOfRangeException($"{end} is not a valid index.");
            var slice = new Sequential();
            for (int i = start; i < end; i++)
                slice.append(_chain[i].Name, _chain[i].Module);
            return slice;
        }
    }

    [IndexerName("SequentialItems")]
    public Sequential this[Range index] => this[((int?)index.Start.GetOffset(Count), (int?)index.End.GetOffset(Count))];

    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        _chain.Add((name, module));
        return this;
    }

    public Sequential append(nn.IModule<Tensor, Tensor> module) => append(_chain.Count.ToString(), module);

    public override Tensor forward(Tensor tensor)
    {
        if (_chain.Count == 0)
            return tensor.alias();
        int i = 0;
        Tensor current = Next(tensor, ref i);
        while (i < _chain.Count)
        {
            Tensor next = Next(current, ref i);
            current.Dispose();
            current = next;
        }
        return current;
    }

    // Calls the next module. A convolution and the ReLU behind it are one pass, unless somebody listens in between.
    private Tensor Next(Tensor input, ref int i)
    {
        nn.IModule<Tensor, Tensor> module = _chain[i++].Module;
        if (i == _chain.Count || module is not Convolution { HasHooks: false } convolution || _chain[i].Module is not ReLU { HasHooks: false })
            return module.call(input);
        i++;
        return convolution.Forward(input, relu: true);
    }

    public override IEnumerable<(string name, nn.Module module)> named_children()
    {
        foreach ((string name, nn.IModule<Tensor, Tensor> module) in _chain)
            yield return (name, (nn.Module)module);
    }

    public override IEnumerable<(string name, nn.Module module)> named_modules() => base.named_modules();

    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach ((string prefix, nn.Module child) in recurse ? named_children() : [])
        {
            foreach ((string name, Parameter parameter) in child.named_parameters(true))
            {
                if (seen.Add(parameter))
                    yield return ($"{prefix}.{name}", parameter);
            }
        }
    }

    public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_persistent = true)
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach ((string prefix, nn.Module child) in recurse ? named_children() : [])
        {
            foreach ((string name, Tensor buffer) in child.named_buffers(true, include_persistent))
            {
                if (seen.Add(buffer))
                    yield return ($"{prefix}.{name}", buffer);
            }
        }
    }

    public override nn.Module apply(Action<nn.Module> fn)
    {
        foreach ((_, nn.Module child) in named_children())
            child.apply(fn);
        fn(this);
        return this;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>
/// Calls ATen operators by schema name, such as "add.Tensor" ("aten::" is understood unless another namespace is given).
/// Missing trailing arguments take the schema's defaults. A failing operator throws <see cref="ExternalException"/>.
/// </summary>
internal static unsafe class Operators
{
    private const int MaxResults = 5;
    private const int MaxStackWords = 128;

    private static readonly ConcurrentDictionary<string, IntPtr> Found = new(StringComparer.Ordinal);

    /// <summary>Calls an operator with one tensor as its result.</summary>
    public static Tensor Call(string name, params ReadOnlySpan<Argument> arguments)
    {
        Cell* results = stackalloc Cell[MaxResults];
        Invoke(name, arguments, results);
        return ToTensor(results[0]);
    }

    /// <summary>Calls an in-place operator on <paramref name="self"/> and returns that same object.</summary>
    public static Tensor InPlace(string name, Tensor self, params ReadOnlySpan<Argument> arguments)
    {
        Span<Argument> all = new Argument[arguments.Length + 1];
        all[0] = self;
        arguments.CopyTo(all[1..]);
        Cell* results = stackalloc Cell[MaxResults];
        Invoke(name, all, results);
        Bridge.torch_tensor_release((IntPtr)results[0].Pointer);
        return self;
    }

    public static (Tensor, Tensor) Pair(string name, params ReadOnlySpan<Argument> arguments)
    {
        Cell* results = stackalloc Cell[MaxResults];
        Invoke(name, arguments, results);
        return (ToTensor(results[0]), ToTensor(results[1]));
    }

    public static (Tensor, Tensor, Tensor) Triple(string name, params ReadOnlySpan<Argument> arguments)
    {
        Cell* results = stackalloc Cell[MaxResults];
        Invoke(name, arguments, results);
        return (ToTensor(results[0]), ToTensor(results[1]), ToTensor(results[2]));
    }

    /// <summary>Calls an operator whose result is a list of tensors.</summary>
    public static Tensor[] List(string name, params ReadOnlySpan<Argument> arguments)
    {
        Cell* results = stackalloc Cell[MaxResults];
        Invoke(name, arguments, results);
        var handles = (IntPtr*)results[0].Pointer;
        var tensors = new Tensor[results[0].Length];
        for (int i = 0; i < tensors.Length; i++)
            tensors[i] = new Tensor(handles[i]);
        Bridge.torch_free(handles);
        return tensors;
    }

    /// <summary>Calls an operator whose result is a truth value.</summary>
    public static bool Test(string name, params ReadOnlySpan<Argument> arguments)
    {
        Cell* results = stackalloc Cell[MaxResults];
        Invoke(name, arguments, results);
        return results[0].Integer != 0;
    }

    private static Tensor ToTensor(in Cell cell)
    {
        Debug.Assert(cell.Tag == Tag.Tensor, "the operator's schema promises a tensor here");
        return new Tensor((IntPtr)cell.Pointer);
    }

    private static IntPtr Find(string name)
    {
        if (Found.TryGetValue(name, out IntPtr found))
            return found;
        string full = name.Contains("::", StringComparison.Ordinal) ? name : "aten::" + name;
        int point = full.IndexOf('.', StringComparison.Ordinal);
        IntPtr handle = point < 0
            ? Bridge.torch_find(full, "")
            : Bridge.torch_find(full[..point], full[(point + 1)..]);
        return Found[name] = Bridge.Check(handle);
    }

    private static void Invoke(string name, ReadOnlySpan<Argument> arguments, Cell* results)
    {
        IntPtr op = Find(name);
        int words = 0;
        foreach (Argument argument in arguments)
            words += Words(argument);

        Cell* cells = stackalloc Cell[arguments.Length + 1];
        // Lists are copied beside the cells, so that nothing has to be pinned one by one.
        Span<long> buffer = words <= MaxStackWords ? stackalloc long[MaxStackWords] : new long[words];
        int status;
        fixed (long* start = buffer)
        {
            long* free = start;
            for (int i = 0; i < arguments.Length; i++)
                free += Write(arguments[i], ref cells[i], free);
            status = Bridge.torch_call(op, cells, arguments.Length, results, MaxResults);
        }

        // No finalizer may release a tensor while native code works on it.
        foreach (Argument argument in arguments)
            GC.KeepAlive(argument.Reference);
        Bridge.Check(status);
    }

    private static int Words(in Argument argument) => argument.Reference switch
    {
        long[] list => list.Length,
        double[] list => list.Length,
        Tensor?[] list => list.Length,
        string text => (Encoding.UTF8.GetByteCount(text) + 7) / 8,
        _ => 0,
    };

    private static int Write(in Argument argument, ref Cell cell, long* free)
    {
        cell.Tag = argument.Tag;
        cell.Length = 0;
        cell.Integer = argument.Bits;
        switch (argument.Reference)
        {
            case null:
                return 0;
            case Tensor tensor:
                cell.Pointer = (void*)tensor.Handle;
                return 0;
            case Generator generator:
                cell.Pointer = (void*)generator.Handle;
                return 0;
            case long[] list:
                list.CopyTo(new Span<long>(free, list.Length));
                cell.Length = list.Length;
                break;
            case double[] list:
                list.CopyTo(new Span<double>(free, list.Length));
                cell.Length = list.Length;
                break;
            case Tensor?[] list:
                for (int i = 0; i < list.Length; i++)
                    free[i] = list[i]?.Handle ?? IntPtr.Zero;
                cell.Length = list.Length;
                break;
            case string text:
                int bytes = Encoding.UTF8.GetByteCount(text);
                Encoding.UTF8.GetBytes(text, new Span<byte>(free, bytes));
                cell.Length = bytes;
                break;
        }
        cell.Pointer = free;
        return Words(argument);
    }
}

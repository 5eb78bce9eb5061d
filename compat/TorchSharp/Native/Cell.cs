using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>What a <see cref="Cell"/> holds; the same order as in bridge.cpp.</summary>
internal enum Tag
{
    None, Default, Tensor, Int, Double, Bool, IntList, DoubleList, BoolList, TensorList, OptionalTensorList, String,
    Generator, Device,
}

/// <summary>One argument or result as it crosses to native code: 16 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct Cell
{
    [FieldOffset(0)] public Tag Tag;
    [FieldOffset(4)] public int Length;
    [FieldOffset(8)] public long Integer;
    [FieldOffset(8)] public double Number;
    [FieldOffset(8)] public void* Pointer;
}

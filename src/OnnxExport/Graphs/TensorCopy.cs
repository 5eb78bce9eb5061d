using System.Runtime.InteropServices;

namespace VaePipeline.OnnxExport.Graphs;

/// <summary>Tensors of libtorch as arrays outside of any engine, and back.</summary>
internal static class TensorCopy
{
    /// <summary>Copies a float32 tensor of any device and layout, which stays the caller's.</summary>
    public static NamedTensor Of(string name, Tensor tensor)
    {
        using var detached = tensor.detach();
        using var onCpu = detached.cpu();
        using var contiguous = onCpu.contiguous();
        // The accessor goes element by element, a span holds 2 GiB at most.
        var data = contiguous.NumberOfElements <= int.MaxValue / sizeof(float)
            ? MemoryMarshal.Cast<byte, float>(contiguous.bytes).ToArray()
            : contiguous.data<float>().ToArray();
        return new NamedTensor(name, tensor.shape, data);
    }

    /// <summary>Makes a tensor on the CPU; the caller disposes it.</summary>
    public static Tensor ToTensor(this NamedTensor array) => torch.tensor(array.Data, array.Shape);

    /// <summary>An array of float32 numbers from N(0, 1).</summary>
    /// <param name="random">Decides them.</param>
    /// <param name="count">How many.</param>
    public static float[] Noise(ref SeededRandom random, long count)
    {
        var data = new float[count];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = (float)random.Normal();
        }

        return data;
    }
}

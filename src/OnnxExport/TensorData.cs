using System.Runtime.InteropServices;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace VaePipeline.OnnxExport;

/// <summary>A named float32 array outside of any engine.</summary>
/// <param name="Name">Name of the weight, or of the graph input or output.</param>
/// <param name="Shape">Its shape, batch first.</param>
/// <param name="Data">Its elements, row-major.</param>
internal sealed record TensorData(string Name, long[] Shape, float[] Data)
{
    /// <summary>Copies a float32 tensor of any device and layout, which stays the caller's.</summary>
    public static TensorData From(string name, Tensor tensor)
    {
        using var detached = tensor.detach();
        using var onCpu = detached.cpu();
        using var contiguous = onCpu.contiguous();
        // The accessor goes element by element, a span holds 2 GiB at most.
        var data = contiguous.NumberOfElements <= int.MaxValue / sizeof(float)
            ? MemoryMarshal.Cast<byte, float>(contiguous.bytes).ToArray()
            : contiguous.data<float>().ToArray();
        return new TensorData(name, tensor.shape, data);
    }

    /// <summary>Makes a tensor on the CPU; the caller disposes it.</summary>
    public Tensor ToTensor() => torch.tensor(Data, Shape);
}

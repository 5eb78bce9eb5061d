using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Makes the engine's tensors.</summary>
internal static class OnnxTensors
{
    /// <summary>A tensor over a copy of the values; text becomes strings.</summary>
    /// <exception cref="ArgumentException">There are more or fewer values than the shape has.</exception>
    public static NamedOnnxValue Create<T>(string name, ReadOnlySpan<T> values, ReadOnlySpan<int> shape)
    {
        if (typeof(T) != typeof(ReadOnlyMemory<char>))
            return NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(values.ToArray(), shape));
        var texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = $"{values[i]}";
        return NamedOnnxValue.CreateFromTensor(name, new DenseTensor<string>(texts, shape));
    }
}

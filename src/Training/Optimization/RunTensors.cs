using System.Numerics;
using VaePipeline.Contracts.Safetensors;

namespace VaePipeline.Training.Optimization;

/// <summary>The tensors of a run between two steps; all are named as the network's parameters.</summary>
/// <param name="Weights">The parameters.</param>
/// <param name="Average">Their moving average; empty where the run keeps none.</param>
/// <param name="FirstMoments">Adam's moving averages of the gradients.</param>
/// <param name="SecondMoments">Adam's moving averages of the squared gradients.</param>
internal sealed record RunTensors(
    IReadOnlyList<NamedTensor> Weights,
    IReadOnlyList<NamedTensor> Average,
    IReadOnlyList<NamedTensor> FirstMoments,
    IReadOnlyList<NamedTensor> SecondMoments)
{
    /// <summary>The weights that are measured and exported: the average where there is one.</summary>
    public IReadOnlyList<NamedTensor> Measured => Average.Count > 0 ? Average : Weights;

    /// <summary>The first tensor that holds an infinite value or none at all; null where all values are numbers.</summary>
    public string? FindNotFinite() => Weights.Concat(Average).Concat(FirstMoments).Concat(SecondMoments)
        .FirstOrDefault(tensor => !IsFinite(tensor.Data))?.Name;

    // 0 times a number is 0; 0 times anything else is not.
    private static bool IsFinite(ReadOnlySpan<float> values)
    {
        var products = Vector<float>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            products += new Vector<float>(values[i..]) * 0f;
        }

        float rest = Vector.Sum(products);
        for (; i < values.Length; i++)
        {
            rest += values[i] * 0f;
        }

        return rest == 0;
    }
}

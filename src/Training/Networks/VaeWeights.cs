using VaePipeline.Contracts.Numbers;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.OnnxExport.Graphs;

namespace VaePipeline.Training.Networks;

/// <summary>A model's weights as plain arrays, and as <c>weights.safetensors</c>. Names are those of the parameters.</summary>
internal static class VaeWeights
{
    /// <summary>File name in a model folder.</summary>
    public const string FileName = "weights.safetensors";

    /// <summary>Copies all parameters, in the order of <c>named_parameters()</c>.</summary>
    public static IReadOnlyList<NamedTensor> Capture(Vae vae) =>
        [.. vae.named_parameters().Select(entry => TensorCopy.Of(entry.name, entry.parameter))];

    /// <summary>Writes all parameters into a model.</summary>
    /// <param name="vae">The model.</param>
    /// <param name="tensors">One tensor for each parameter, in any order, and no others.</param>
    /// <param name="source">Where they come from, for errors.</param>
    /// <exception cref="BadInputException">A tensor is missing, unknown or of another shape; the model is as before.</exception>
    public static void Restore(Vae vae, IReadOnlyList<NamedTensor> tensors, string source)
    {
        var byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var parameters = vae.named_parameters().ToList();
        foreach (var (name, parameter) in parameters)
        {
            if (!byName.Remove(name, out var tensor))
            {
                throw Mismatch(source, $"tensor \"{name}\" is missing", ElementIndex.FormatShape(parameter.shape), vae);
            }

            if (!tensor.Shape.SequenceEqual(parameter.shape))
            {
                throw Mismatch(source, $"tensor \"{name}\" is {ElementIndex.FormatShape(tensor.Shape)}", ElementIndex.FormatShape(parameter.shape), vae);
            }
        }

        if (byName.Count > 0)
        {
            throw Mismatch(source, $"tensor \"{byName.Keys.Order(StringComparer.Ordinal).First()}\" belongs to no layer", "the layers' tensors alone", vae);
        }

        using var noGradient = no_grad();
        byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (var (name, parameter) in parameters)
        {
            using var values = tensor(byName[name].Data, parameter.shape);
            parameter.copy_(values);
        }
    }

    private static BadInputException Mismatch(string source, string found, string expected, Vae vae) => BadInputException.In(
        source, found, expected, Invariant($"Use weights that were trained with network \"{vae.Options.Name}\" and {vae.LatentSize} latents."));
}

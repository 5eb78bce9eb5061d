using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using VaePipeline.Contracts.Onnx;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace VaePipeline.OnnxExport.Verification;

/// <summary>
/// Finds the layer that a graph gets wrong: each module is given what flows into it in the graph, and what it makes of
/// that is compared with what flows out there.
/// </summary>
internal static class LayerParity
{
    /// <summary>The first layer that differs by more than <see cref="OnnxParity.Tolerance"/>, as a sentence.</summary>
    /// <param name="graph">A graph whose outputs differ from the network's.</param>
    /// <param name="batch">A batch on which they do.</param>
    public static string Explain(BuiltGraph graph, ParityBatch batch)
    {
        graph = graph with { Steps = [.. graph.Steps.Where(CanBeCalled)] };
        var values = Run(graph, batch);
        using var plain = torch.no_grad();
        foreach (var step in graph.Steps)
        {
            using var scope = torch.NewDisposeScope();
            var actual = Assemble(step.Output, values);
            var expected = Call(step.Modules.Cast<TensorModule>(), Assemble(step.Input, values), step.Input.ElementType);
            if (ParityReport.Farthest(actual.Data, expected.Data) is { Difference: > OnnxParity.Tolerance } worst)
            {
                return Invariant(
                    $"The first layer that differs is {step.Layer}: its output at {ElementIndex.Format(worst.Index, actual.Shape)} is {actual.Data[worst.Index]} in the graph and {expected.Data[worst.Index]} in the network, given the same input.");
            }
        }

        return "Each layer by itself computes what its module does: the differences add up, or arise outside of the layers.";
    }

    private static bool CanBeCalled(LayerStep step) =>
        step.Modules.All(module => module is TensorModule)
        && step.Input.ElementType is OnnxElementType.Float or OnnxElementType.Int64
        && step.Output.ElementType is OnnxElementType.Float;

    private static NamedTensor Call(IEnumerable<TensorModule> modules, NamedTensor input, OnnxElementType type)
    {
        using var numbers = input.ToTensor();
        // A copy: a module that works in place must not change what the next step reads.
        var value = numbers.to(type == OnnxElementType.Int64 ? torch.ScalarType.Int64 : torch.ScalarType.Float32, copy: true);
        foreach (var module in modules)
        {
            value = module.call(value);
        }

        return TensorCopy.Of("", value);
    }

    /// <summary>All tensors that flow between layers, by name.</summary>
    private static Dictionary<string, NamedTensor> Run(BuiltGraph graph, ParityBatch batch)
    {
        var model = Exposed(graph, out var names);
        using var session = new ParitySession(model.ToByteArray());
        return session.Run(batch.Inputs, names, outputs => names
            .Zip(outputs, (name, value) => new NamedTensor(name, value.GetTensorTypeAndShape().Shape, Numbers(value)))
            .Concat(batch.Inputs)
            .ToDictionary(value => value.Name, StringComparer.Ordinal));
    }

    /// <summary>The model with every tensor between layers as an output.</summary>
    private static ModelProto Exposed(BuiltGraph graph, out List<string> names)
    {
        var model = graph.Model.Clone();
        var inputs = model.Graph.Input.Select(value => value.Name).ToHashSet(StringComparer.Ordinal);
        var outputs = model.Graph.Output.Select(value => value.Name).ToHashSet(StringComparer.Ordinal);
        names = [.. graph.Steps.SelectMany(step => step.Input.Parts.Concat(step.Output.Parts))
            .Select(part => part.Name)
            .Distinct(StringComparer.Ordinal)
            .Where(name => !inputs.Contains(name))];
        var wanted = names.Where(name => !outputs.Contains(name)).ToHashSet(StringComparer.Ordinal);
        model.Graph.Output.Add(model.Graph.ValueInfo.Where(value => wanted.Contains(value.Name)));
        return model;
    }

    private static NamedTensor Assemble(GraphValue value, Dictionary<string, NamedTensor> values) => value is TiledValue image
        ? image.Assemble([.. image.Parts.Select(part => values[part.Name])])
        : values[value.Name];

    private static float[] Numbers(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        TensorElementType.Int64 => [.. value.GetTensorDataAsSpan<long>().ToArray().Select(number => (float)number)],
        _ => value.GetTensorDataAsSpan<float>().ToArray(),
    };
}

using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using VaePipeline.Contracts.Onnx;
using VaePipeline.OnnxExport.Tiles;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

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
            var expected = Call(step.Modules.Cast<Module>(), Assemble(step.Input, values), step.Input.ElementType);
            if (Worst(actual.Data, expected.Data) is { Difference: > OnnxParity.Tolerance } worst)
            {
                return FormattableString.Invariant(
                    $"The first layer that differs is {step.Layer}: its output at {ElementIndex.Format(worst.Index, actual.Shape)} is {actual.Data[worst.Index]} in the graph and {expected.Data[worst.Index]} in the network, given the same input.");
            }
        }

        return "Each layer by itself computes what its module does: the differences add up, or arise outside of the layers.";
    }

    private static bool CanBeCalled(LayerStep step) =>
        step.Modules.All(module => module is Module)
        && step.Input.ElementType is OnnxElementType.Float or OnnxElementType.Int64
        && step.Output.ElementType is OnnxElementType.Float;

    private static TensorData Call(IEnumerable<Module> modules, TensorData input, OnnxElementType type)
    {
        using var numbers = input.ToTensor();
        // A copy: a module that works in place must not change what the next step reads.
        var value = numbers.to(type == OnnxElementType.Int64 ? torch.ScalarType.Int64 : torch.ScalarType.Float32, copy: true);
        foreach (var module in modules)
        {
            value = module.call(value);
        }

        return TensorData.From("", value);
    }

    private static (int Index, double Difference) Worst(float[] actual, float[] expected) =>
        actual.Zip(expected).Select((pair, index) => (index, ParityReport.Relative(pair.First, pair.Second))).MaxBy(found => found.Item2);

    /// <summary>All tensors that flow between layers, by name.</summary>
    private static Dictionary<string, TensorData> Run(BuiltGraph graph, ParityBatch batch)
    {
        var model = Exposed(graph, out var names);
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(model.ToByteArray(), options);
        var inputs = batch.Inputs.ToDictionary(
            input => input.Name, input => OnnxParity.ToOrtValue(input, session.InputMetadata[input.Name].ElementDataType), StringComparer.Ordinal);
        try
        {
            using var runOptions = new RunOptions();
            using var outputs = session.Run(runOptions, inputs, names);
            return names.Zip(outputs, (name, value) => new TensorData(name, value.GetTensorTypeAndShape().Shape, Numbers(value)))
                .Concat(batch.Inputs)
                .ToDictionary(value => value.Name, StringComparer.Ordinal);
        }
        finally
        {
            foreach (var input in inputs.Values)
            {
                input.Dispose();
            }
        }
    }

    /// <summary>The model with every tensor between layers as an output.</summary>
    private static ModelProto Exposed(BuiltGraph graph, out List<string> names)
    {
        var model = graph.Model.Clone();
        var inputs = model.Graph.Input.Select(value => value.Name).ToHashSet(StringComparer.Ordinal);
        var outputs = model.Graph.Output.Select(value => value.Name).ToHashSet(StringComparer.Ordinal);
        names = [.. graph.Steps.SelectMany(step => PartsOf(step.Input).Concat(PartsOf(step.Output)))
            .Select(part => part.Name)
            .Distinct(StringComparer.Ordinal)
            .Where(name => !inputs.Contains(name))];
        var wanted = names.Where(name => !outputs.Contains(name)).ToHashSet(StringComparer.Ordinal);
        model.Graph.Output.Add(model.Graph.ValueInfo.Where(value => wanted.Contains(value.Name)));
        return model;
    }

    private static IReadOnlyList<GraphValue> PartsOf(GraphValue value) => value is TiledValue image ? image.Parts : [value];

    private static TensorData Assemble(GraphValue value, Dictionary<string, TensorData> values) => value is TiledValue image
        ? image.Assemble([.. image.Parts.Select(part => values[part.Name])])
        : values[value.Name];

    private static float[] Numbers(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        TensorElementType.Int64 => [.. value.GetTensorDataAsSpan<long>().ToArray().Select(number => (float)number)],
        _ => value.GetTensorDataAsSpan<float>().ToArray(),
    };
}

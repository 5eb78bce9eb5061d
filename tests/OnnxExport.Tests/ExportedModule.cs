using Google.Protobuf;
using TorchSharp;
using VaePipeline.Contracts.Numbers;
using VaePipeline.Contracts.Onnx;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.OnnxExport;
using VaePipeline.OnnxExport.Verification;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace VaePipeline.Tests;

/// <summary>A module exported by itself, as a graph "input" -> "output", for tests of translators.</summary>
internal static class ExportedModule
{
    public const string Input = "input";
    public const string Output = "output";

    /// <summary>The model of a module in evaluation mode, at path "net".</summary>
    public static ModelProto Build(
        torch.nn.Module module,
        ReadOnlySpan<long> sizes,
        ModuleTranslators? translators = null,
        bool isPlain = false,
        OnnxElementType inputType = OnnxElementType.Float)
    {
        module.eval();
        return BuildAsIs(module, sizes, translators, isPlain, inputType);
    }

    /// <summary>The same without a call of eval().</summary>
    public static ModelProto BuildAsIs(
        torch.nn.Module module,
        ReadOnlySpan<long> sizes,
        ModuleTranslators? translators = null,
        bool isPlain = false,
        OnnxElementType inputType = OnnxElementType.Float)
    {
        var graph = new OnnxGraphBuilder("net");
        var scope = new TranslationScope(graph, (translators ?? ModuleTranslators.CreateDefault()).Find, isPlain: isPlain);
        graph.AddOutput(Output, scope.Whole(scope.Translate("net", module, graph.AddInput(Input, new BatchShape(sizes), inputType))));
        return graph.ToModel();
    }

    /// <summary>Exports the module and compares it with itself on normal noise at batches 1, 2 and 5; throws where they differ.</summary>
    /// <returns>The model, whose declared output shape was found to be the module's too.</returns>
    public static ModelProto Verify(Module module, long[] sizes, int seed = 1, float spread = 1, ModuleTranslators? translators = null, bool isPlain = false)
    {
        var model = Build(module, sizes, translators, isPlain);
        return Verify(model, [.. BatchSizes.Select(count =>
        {
            long[] shape = [count, .. sizes];
            return Batch(module, new NamedTensor(Input, shape, Noise(new BatchShape(shape).ElementsPerItem, seed + count, spread)));
        })]);
    }

    /// <summary>The same of a module whose input is whole numbers, on random ones from 0 to <paramref name="below"/> - 1.</summary>
    public static ModelProto VerifyWholeNumbers(Module module, long[] sizes, int below)
    {
        var model = Build(module, sizes, inputType: OnnxElementType.Int64);
        var random = new Random(below);
        return Verify(model, [.. BatchSizes.Select(count =>
        {
            long[] shape = [count, .. sizes];
            var numbers = Enumerable.Range(0, (int)new BatchShape(shape).ElementsPerItem).Select(_ => (float)random.Next(below));
            return Batch(module, new NamedTensor(Input, shape, [.. numbers]), torch.ScalarType.Int64);
        })]);
    }

    private static readonly int[] BatchSizes = [1, 2, 5];

    private static ModelProto Verify(ModelProto model, ParityBatch[] batches)
    {
        var report = OnnxParity.Verify(model.ToByteArray(), "net.onnx", batches);

        Assert.Equal(batches.Sum(batch => batch.Expected[0].Data.Length), report.Elements);
        Assert.Equal(["N", .. batches[0].Expected[0].Shape[1..].Select(size => $"{size}")], Dimensions(Assert.Single(model.Graph.Output)));
        return model;
    }

    /// <summary>Axes of a described tensor as text: <c>N</c>, <c>1</c>, <c>28</c>, <c>28</c>.</summary>
    public static string[] Dimensions(ValueInfoProto value) =>
        [.. value.Type.TensorType.Shape.Dim.Select(dimension => dimension.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam ? dimension.DimParam : $"{dimension.DimValue}")];

    /// <summary>Seeded normal noise.</summary>
    public static float[] Noise(long count, int seed, float spread = 1)
    {
        var random = new SeededRandom(seed, 0);
        return [.. TensorCopy.Noise(ref random, count).Select(value => spread * value)];
    }

    private static ParityBatch Batch(Module module, NamedTensor input, torch.ScalarType type = torch.ScalarType.Float32)
    {
        using var gradients = torch.no_grad();
        using var tensor = input.ToTensor();
        // A copy: a module that works in place must not change the input that ONNX Runtime gets.
        using var copy = tensor.to(type, copy: true);
        using var output = module.call(copy);
        return new ParityBatch([input], [TensorCopy.Of(Output, output)]);
    }
}

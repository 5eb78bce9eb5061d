using TorchSharp;
using TorchSharp.Modules;
using VaePipeline.Contracts.Onnx;
using static TorchSharp.torch.nn;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace VaePipeline.OnnxExport.Tests.Graphs;

public sealed class BatchNormFoldingTests
{
    private static readonly Dictionary<string, (Func<Module[]> Make, long[] Sizes)> Chains = new()
    {
        ["Conv2d"] = (() => [Conv2d(3, 4, 3), BatchNorm2d(4)], [3, 7, 6]),
        ["Conv2d in groups"] = (() => [Conv2d(4, 6, (3, 2), stride: (2, 1), groups: 2, bias: false), BatchNorm2d(6)], [4, 7, 6]),
        ["ConvTranspose2d"] = (() => [ConvTranspose2d(3, 20, 3, stride: 2, padding: 1, output_padding: 1), BatchNorm2d(20)], [3, 4, 5]),
        ["ConvTranspose2d in groups"] = (() => [ConvTranspose2d(6, 4, (3, 2), groups: 2, bias: false), BatchNorm2d(4)], [6, 4, 5]),
        ["decoder"] = (
            () =>
            [
                ConvTranspose2d(3, 20, 4, stride: 2, padding: 1), BatchNorm2d(20), ReLU(),
                ConvTranspose2d(20, 18, 3, stride: 2, padding: 1, output_padding: 1, bias: false), BatchNorm2d(18, affine: false), ReLU(),
                ConvTranspose2d(18, 1, 3, padding: 1), BatchNorm2d(1),
            ],
            [3, 4, 4]),
        ["behind Dropout"] = (() => [Conv2d(3, 4, 3), Dropout(0.5), Identity(), BatchNorm2d(4, eps: 0.3, affine: false)], [3, 7, 6]),
        ["Linear"] = (() => [Linear(5, 4), BatchNorm1d(4)], [5]),
        ["Linear without bias"] = (() => [Linear(5, 4, hasBias: false), BatchNorm1d(4)], [5]),
        ["Linear as image"] = (() => [Linear(5, 24), Unflatten(1, [4, 3, 2]), BatchNorm2d(4)], [5]),
        ["Linear as image with a size that follows"] = (() => [Linear(5, 24), Unflatten(1, [-1, 3, 2]), BatchNorm2d(4), Tanh()], [5]),
    };

    public static TheoryData<string, bool> Names()
    {
        var cases = new TheoryData<string, bool>();
        foreach (var name in Chains.Keys)
        {
            cases.Add(name, true);
            cases.Add(name, false);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Chain_folds_the_statistics_into_the_weights(string name, bool isPlain)
    {
        var (make, sizes) = Chains[name];
        using var module = Sequential(make());
        Draw(module);

        var model = ExportedModule.Verify(module, sizes, isPlain: isPlain);

        Assert.DoesNotContain("BatchNormalization", Operators(model));
        Assert.DoesNotContain(model.Graph.Initializer, constant => constant.Name.Contains("running", StringComparison.Ordinal));
    }

    // 2 x + 3, normalized with mean 1 and variance 4 - eps, weight 6 and bias 10: (2 x + 2) / 2 * 6 + 10 = 6 x + 16.
    [Fact]
    public void Chain_folded_weights_are_what_the_formula_gives()
    {
        using var module = Sequential(Linear(1, 1), BatchNorm1d(1, eps: 0.5));
        using var noGradients = torch.no_grad();
        var values = new Dictionary<string, float>
        {
            ["0.weight"] = 2,
            ["0.bias"] = 3,
            ["1.weight"] = 6,
            ["1.bias"] = 10,
            ["1.running_mean"] = 1,
            ["1.running_var"] = 3.5f,
        };
        foreach (var (key, tensor) in module.state_dict().Where(entry => values.ContainsKey(entry.Key)))
        {
            tensor.fill_(values[key]);
        }

        var model = ExportedModule.Verify(module, [1]);

        Assert.Equal(["net.0.weight", "net.0.bias"], model.Graph.Initializer.Select(constant => constant.Name));
        Assert.Equal([6f, 16f], model.Graph.Initializer.Select(constant => BitConverter.ToSingle(constant.RawData.Span)));
    }

    [Fact]
    public void Chain_where_no_layer_can_take_it_keeps_the_operator()
    {
        string[] Exported(long[] sizes, params Module[] modules)
        {
            using var chain = Sequential(modules);
            Draw(chain);
            return Operators(ExportedModule.Verify(chain, sizes, isPlain: true));
        }

        Assert.Equal(["BatchNormalization", "Conv"], Exported([3, 7, 6], BatchNorm2d(3), Conv2d(3, 4, 3, padding: 1)));
        Assert.Equal(["Conv", "Relu", "BatchNormalization"], Exported([3, 7, 6], Conv2d(3, 4, 3), ReLU(), BatchNorm2d(4)));
        Assert.Equal(["Conv", "BatchNormalization"], Exported([3, 7, 6], Conv2d(3, 4, 3), BatchNorm2d(4), BatchNorm2d(4)));
        Assert.Equal(["Conv", "BatchNormalization"], Exported([3, 7, 6], Sequential(Conv2d(3, 4, 3)), BatchNorm2d(4)));
        Assert.Equal(["MatMul", "Add", "BatchNormalization"], Exported([3, 5], Linear(5, 3), BatchNorm1d(3)));
        Assert.Equal(["Gemm", "Reshape", "BatchNormalization"], Exported([5], Linear(5, 24), Unflatten(1, [4, 6]), BatchNorm1d(4)));
    }

    [Fact]
    public void Chain_translator_of_ones_own_need_not_fold()
    {
        using var module = Sequential(Linear(5, 4, hasBias: false), BatchNorm1d(4));
        Draw(module);
        var translators = ModuleTranslators.CreateDefault().Register<Linear>((linear, input, scope) =>
            scope.Node("Gemm", [input.Name, scope.Weight("weight", linear.weight)], new BatchShape(4), [OnnxAttribute.Int("transB", 1)]));

        var model = ExportedModule.Verify(module, [5], translators: translators);

        Assert.Equal(["Gemm", "BatchNormalization"], Operators(model));
    }

    [Fact]
    public void Chain_statistics_of_other_channels_are_refused()
    {
        using var module = Sequential(Linear(5, 24), Unflatten(1, [-1, 3, 2]), BatchNorm2d(3));

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [5]));

        Assert.StartsWith("net.2 (BatchNorm2d): the input \"net.1/Reshape\" is [N, 4, 3, 2]; expected [N, 3, H, W].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Chain_notes_where_each_went()
    {
        using var module = Sequential(Linear(5, 4), BatchNorm1d(4), ReLU(), BatchNorm1d(4));
        module.eval();
        var graph = new OnnxGraphBuilder("net");
        var scope = new TranslationScope(graph, ModuleTranslators.CreateDefault().Find);

        scope.Translate("net", module, graph.AddInput("input", new BatchShape(5)));

        Assert.Equal(
            [
                new LayerForm("net.1 (BatchNorm1d)", "folded", "into the weights of net.0 (Linear)"),
                new LayerForm("net.3 (BatchNorm1d)", LayerForm.Plain, "no convolution or linear layer right before it in a chain takes it into its weights"),
            ],
            scope.Forms);
    }

    /// <summary>Gives all weights, means and variances of BatchNorms in a module values of their own; variances lie above 0.</summary>
    internal static void Draw(torch.nn.Module module)
    {
        using var noGradients = torch.no_grad();
        var seed = 0;
        foreach (var (key, tensor) in module.modules().Append(module).OfType<BatchNorm>().Distinct().SelectMany(norm => norm.state_dict())
            .Where(entry => entry.Key != "num_batches_tracked"))
        {
            var noise = ExportedModule.Noise(tensor.numel(), seed++);
            using var values = torch.tensor(key == "running_var" ? [.. noise.Select(value => 0.5f + (value * value))] : noise, tensor.shape);
            tensor.copy_(values);
        }
    }

    private static string[] Operators(ModelProto model) => [.. model.Graph.Node.Select(node => node.OpType)];
}

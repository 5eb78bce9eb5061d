using TorchSharp;
using TorchSharp.Modules;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.OnnxExport.Verification;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace VaePipeline.OnnxExport.Tests.Verification;

public sealed class LayerParityTests
{
    // Wrong for negative numbers only: Relu in place of Elu.
    private static readonly ModuleTranslators WrongElu =
        ModuleTranslators.CreateDefault().RegisterElementwise<ELU>((_, input, scope) => scope.Elementwise("Relu", input));

    [Fact]
    public void Explain_names_the_layer_with_both_values()
    {
        using var module = torch.nn.Sequential(torch.nn.Tanh(), torch.nn.ELU(), torch.nn.Tanh());

        // tanh(-1000) = -1 flows into the ELU: e^-1 - 1.
        Assert.Equal(
            "The first layer that differs is net.1 (ELU): its output at [0, 1] is 0 in the graph and -0.63212055 in the network, given the same input.",
            Explain(module, [2], [1, -1000], WrongElu));
    }

    [Theory]
    [InlineData(1)] // tiles of one channel
    [InlineData(8)]
    public void Explain_puts_phases_together(int channels)
    {
        using var module = torch.nn.Sequential(
            torch.nn.ConvTranspose2d(8, 8, 3, stride: 2, padding: 1, output_padding: 1), torch.nn.BatchNorm2d(8), torch.nn.ReLU(),
            torch.nn.ConvTranspose2d(8, channels, 3, padding: 1), torch.nn.ELU());

        var sentence = Explain(module, [8, 5, 6], ExportedModule.Noise(8 * 5 * 6, seed: 2), WrongElu);

        Assert.StartsWith("The first layer that differs is net.4 (ELU): its output at [0, ", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_takes_a_folded_BatchNorm_together_with_its_layer()
    {
        using var module = torch.nn.Sequential(
            torch.nn.Linear(3, 8), torch.nn.Unflatten(1, [2, 2, 2]), torch.nn.BatchNorm2d(2), torch.nn.Conv2d(2, 2, 1), torch.nn.BatchNorm2d(2));
        using (torch.no_grad())
        {
            foreach (var (_, buffer) in module.named_buffers().Where(entry => entry.name.EndsWith("running_mean", StringComparison.Ordinal)))
            {
                buffer.fill_(3);
            }
        }

        Assert.Equal(
            "Each layer by itself computes what its module does: the differences add up, or arise outside of the layers.",
            Explain(module, [3], [1, 2, 3], ModuleTranslators.CreateDefault()));
    }

    [Fact]
    public void Explain_names_a_module_that_describes_another_data_flow()
    {
        using var module = torch.nn.Sequential(new ForgetsTheSkip(torch.nn.Tanh()), torch.nn.Tanh());

        Assert.StartsWith(
            "The first layer that differs is net.0 (ForgetsTheSkip): its output at [0, 0] is ",
            Explain(module, [1], [1], ModuleTranslators.CreateDefault()),
            StringComparison.Ordinal);
    }

    private static string Explain(Module module, long[] sizes, float[] input, ModuleTranslators translators)
    {
        module.eval();
        var builder = new OnnxGraphBuilder("net");
        var scope = new TranslationScope(builder, translators.Find);
        builder.AddOutput("output", scope.Whole(scope.Translate("net", module, builder.AddInput("input", new BatchShape(sizes)))));

        return LayerParity.Explain(scope.Build(), new ParityBatch([new NamedTensor("input", [1, .. sizes], input)], []));
    }

    private sealed class ForgetsTheSkip : Module, IDescribesDataFlow
    {
        private readonly Module _body;

        public ForgetsTheSkip(Module body)
            : base(nameof(ForgetsTheSkip))
        {
            _body = body;
            RegisterComponents();
        }

        public override torch.Tensor forward(torch.Tensor input)
        {
            using var change = _body.call(input);
            return input + change;
        }

        public GraphValue Describe(GraphValue input, TranslationScope scope) => scope.Translate("body", _body, input);
    }
}

using VaePipeline.OnnxExport.Composites;
using static TorchSharp.torch.nn;
using Tensor = TorchSharp.torch.Tensor;

namespace VaePipeline.OnnxExport.Tests.Composites;

public sealed class CompositesTests
{
    [Fact]
    public void Residual_equals_the_module()
    {
        using var module = Sequential(
            new Residual(Sequential(Conv2d(3, 3, 3, padding: 1), BatchNorm2d(3), GELU())),
            new Residual(Conv2d(3, 5, 3, stride: 2, padding: 1), Conv2d(3, 5, 1, stride: 2)),
            Flatten(),
            new Residual(Sequential(Linear(60, 8), SiLU(), Linear(8, 60))));

        ExportedModule.Verify(module, [3, 8, 6]);
        var model = ExportedModule.Verify(module, [3, 8, 6], isPlain: true);

        Assert.Contains("net.0.body.0.weight", model.Graph.Initializer.Select(weight => weight.Name));
        Assert.Equal(["0.body.0.weight", "0.body.0.bias"], module.state_dict().Keys.Take(2));
    }

    [Fact]
    public void SkipConnection_in_a_U_net_equals_the_module()
    {
        using var bottom = new SkipConnection(Sequential(Conv2d(8, 16, 3, stride: 2, padding: 1), ReLU(), ConvTranspose2d(16, 8, 2, stride: 2)));
        using var module = new SkipConnection(Sequential(
            MaxPool2d(2), Conv2d(2, 8, 3, padding: 1), ReLU(), bottom, Upsample(scale_factor: [2, 2]), Conv2d(16, 2, 3, padding: 1)));

        var model = ExportedModule.Verify(module, [2, 8, 12]);

        Assert.Equal(["N", "4", "8", "12"], ExportedModule.Dimensions(model.Graph.Output[0]));
    }

    // Both sums are of images in phases: nothing puts them together before the last layer.
    [Fact]
    public void Composite_hands_images_in_phases_on()
    {
        using var module = Sequential(new TwoBranches(ConvTranspose2d(4, 20, 2, stride: 2)), ConvTranspose2d(20, 1, 3, padding: 1));

        var model = ExportedModule.Verify(module, [4, 4, 4]);

        Assert.Equal(["DepthToSpace"], model.Graph.Node.Select(node => node.OpType).Where(type => type is "DepthToSpace" or "Transpose" or "Reshape"));
        Assert.Equal(4 + 4, model.Graph.Node.Count(node => node.OpType is "Mul" or "Sigmoid"));
    }

    // The body's pooling and the concatenation both want it whole.
    [Fact]
    public void SkipConnection_of_an_image_in_phases_puts_it_together_once()
    {
        using var module = Sequential(
            ConvTranspose2d(4, 20, 2, stride: 2), new SkipConnection(Sequential(MaxPool2d(3, 1, 1), Dropout2d(0.5))));

        var model = ExportedModule.Verify(module, [4, 4, 4]);

        Assert.Equal(["Conv", "Conv", "Conv", "Conv", "Concat", "Transpose", "Reshape", "Transpose", "Reshape", "Transpose", "MaxPool", "Concat"],
            model.Graph.Node.Select(node => node.OpType));
    }

    [Fact]
    public void Composite_name_of_an_image_in_phases_is_refused()
    {
        using var module = new NamesBranch(ConvTranspose2d(4, 20, 2, stride: 2));

        var error = Assert.Throws<InvalidOperationException>(() => ExportedModule.Build(module, [4, 4, 4]));

        Assert.Equal("the image [N, 20, 8, 8] is held in 2 x 2 phases and has no name; expected one tensor. Take scope.Whole(value).Name.", error.Message);
    }

    [Fact]
    public void Registered_translator_that_translates_children_gets_whole_images()
    {
        using var module = new NamesBranch(ConvTranspose2d(4, 20, 2, stride: 2));
        var translators = ModuleTranslators.CreateDefault().Register<NamesBranch>((branch, input, scope) => branch.Describe(input, scope));

        ExportedModule.Verify(module, [4, 4, 4], translators: translators);
    }

    [Fact]
    public void Residual_body_of_another_shape_is_refused()
    {
        using var module = Sequential(new Residual(Conv2d(3, 5, 1)));

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [3, 4, 4]));

        Assert.Equal(
            "net.0 (Residual): the input \"net.0.body/Conv\" is [N, 5, 4, 4]; expected [N, 3, 4, 4], the shape of what it is joined with. Make the layer before it produce that shape.",
            error.Message);
    }

    [Fact]
    public void SkipConnection_body_of_another_size_is_refused()
    {
        using var module = new SkipConnection(Conv2d(3, 5, 3));

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [3, 4, 4], isPlain: true));

        Assert.StartsWith(
            "net (SkipConnection): the input \"net.body/Conv\" is [N, 5, 2, 2]; expected [N, 3, 4, 4], or another size of axis 1 only", error.Message, StringComparison.Ordinal);
    }

    /// <summary>a(x) * sigmoid(a(x)).</summary>
    private sealed class TwoBranches : Module<Tensor, Tensor>, IDescribesDataFlow
    {
        private readonly Module<Tensor, Tensor> _up;

        public TwoBranches(Module<Tensor, Tensor> up)
            : base(nameof(TwoBranches))
        {
            _up = up;
            register_module("up", up);
        }

        public override Tensor forward(Tensor input)
        {
            using var image = _up.call(input);
            using var gate = image.sigmoid();
            return image * gate;
        }

        public GraphValue Describe(GraphValue input, TranslationScope scope)
        {
            var image = scope.Translate("up", _up, input);
            return scope.Multiply(image, scope.Elementwise("Sigmoid", image));
        }
    }

    /// <summary>a(x) + a(x), joined by name.</summary>
    private sealed class NamesBranch : Module<Tensor, Tensor>, IDescribesDataFlow
    {
        private readonly Module<Tensor, Tensor> _up;

        public NamesBranch(Module<Tensor, Tensor> up)
            : base(nameof(NamesBranch))
        {
            _up = up;
            register_module("up", up);
        }

        public override Tensor forward(Tensor input)
        {
            using var image = _up.call(input);
            return image + image;
        }

        public GraphValue Describe(GraphValue input, TranslationScope scope)
        {
            var image = scope.Translate("up", _up, input);
            return scope.Node("Add", [image.Name, image.Name], image.Shape);
        }
    }
}

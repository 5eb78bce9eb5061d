using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaePipeline.Compat.Tests.TorchSharpPackage;

public sealed class LayerTests
{
    [Fact]
    public void Linear_is_x_times_weight_transposed_plus_bias()
    {
        using Linear layer = nn.Linear(2, 3);
        Set(layer.weight, 1, 2, 3, 4, 5, 6);
        Set(layer.bias!, 0.5f, 0, -1);

        using Tensor output = layer.call(Row(1, 10));

        Assert.Equal([21.5f, 43, 64], output.data<float>().ToArray());
        Assert.Equal((2L, 3L), (layer.in_features, layer.out_features));
    }

    [Fact]
    public void Conv2d_slides_its_kernel_without_flipping_it()
    {
        using Conv2d layer = nn.Conv2d(1, 1, 2, stride: 1, padding: 1);
        Set(layer.weight, 1, 2, 3, 4);
        Set(layer.bias!, 0.5f);

        using Tensor output = layer.call(Image(2, 2, 1, 2, 3, 4));

        // Top left: 4 * 1; centre: 1 * 1 + 2 * 2 + 3 * 3 + 4 * 4.
        Assert.Equal([4.5f, 11.5f, 6.5f, 14.5f, 30.5f, 14.5f, 6.5f, 11.5f, 4.5f], output.data<float>().ToArray());
    }

    [Fact]
    public void Conv2d_with_same_padding_keeps_the_size_of_an_even_kernel()
    {
        using Conv2d layer = nn.Conv2d(1, 1, 2, Padding.Same, bias: false);
        Set(layer.weight, 1, 2, 3, 4);

        using Tensor output = layer.call(Image(2, 2, 1, 2, 3, 4));

        Assert.Equal([30f, 14, 11, 4], output.data<float>().ToArray());
    }

    [Fact]
    public void Hyper_parameters_are_readable()
    {
        using ConvTranspose2d layer = nn.ConvTranspose2d(4, 6, (3, 5), stride: (2, 1), padding: (1, 2), groups: 2, bias: false);

        Assert.Equal([3L, 5], layer.kernel_size);
        Assert.Equal([2L, 1], layer.stride);
        Assert.Equal([1L, 2], layer.padding!);
        Assert.Equal([4, 3, 3, 5], layer.weight.shape);
        Assert.True(layer.transposed);
        Assert.Equal((4L, 6L, 2L), (layer.in_channels, layer.out_channels, layer.groups));
        Assert.Null(layer.bias);
        Assert.IsAssignableFrom<Convolution>(layer);
    }

    [Fact]
    public void Starting_weights_lie_within_PyTorchs_bounds()
    {
        using Conv2d layer = nn.Conv2d(4, 64, 3);

        // 1 / sqrt(fan in) with fan in 4 * 9, for weights (Kaiming with a = sqrt 5) and biases alike.
        const float Bound = 1f / 6;
        float[] weights = layer.weight.data<float>().ToArray();
        Assert.All(weights, weight => Assert.InRange(weight, -Bound, Bound));
        Assert.All(layer.bias!.data<float>().ToArray(), bias => Assert.InRange(bias, -Bound, Bound));
        // 2304 uniform draws: the largest is within 1 % of the bound but for one chance in 10^5.
        Assert.True(weights.Max() > 0.99 * Bound);
    }

    [Fact]
    public void BatchNorm_uses_the_batch_in_training_and_running_statistics_after()
    {
        using BatchNorm2d layer = nn.BatchNorm2d(1, eps: 0, momentum: 0.5);
        using Tensor input = Image(2, 2, 1, 3, 5, 7);

        // Mean 4, population variance 5, sample variance 20/3.
        using Tensor trained = layer.call(input);
        float root = MathF.Sqrt(5);
        Close([-3 / root, -1 / root, 1 / root, 3 / root], trained);
        Assert.Equal(2f, layer.running_mean!.item<float>(), 5);
        Assert.Equal(0.5f + (10f / 3), layer.running_var!.item<float>(), 5);
        Assert.Equal(1L, layer.num_batches_tracked!.item<long>());

        layer.eval();
        using Tensor evaluated = layer.call(input);
        float deviation = MathF.Sqrt(0.5f + (10f / 3));
        Close([-1 / deviation, 1 / deviation, 3 / deviation, 5 / deviation], evaluated);
    }

    [Fact]
    public void LayerNorm_and_GroupNorm_normalize_their_axes()
    {
        using LayerNorm layer = nn.LayerNorm(2, eps: 0);
        using GroupNorm group = nn.GroupNorm(1, 2, eps: 0);
        // The package leaves these two as the memory was.
        Set(group.weight, 1, 1);
        Set(group.bias!, 0, 0);

        Close([-1, 1], layer.call(Row(3, 7)));
        // Over both channels: mean 4, deviation sqrt 5.
        float root = MathF.Sqrt(5);
        Close([-3 / root, -1 / root, 1 / root, 3 / root], group.call(Row(1, 3, 5, 7).reshape(1, 2, 2)));
    }

    [Fact]
    public void Activations_at_known_points()
    {
        using Tensor input = Row(-2, 0, 4);

        Close([0, 0, 4], nn.ReLU().call(input));
        Close([-0.2f, 0, 4], nn.LeakyReLU(0.1).call(input));
        Close([MathF.Exp(-2) - 1, 0, 4], nn.ELU().call(input));
        Close([1 / (1 + MathF.Exp(2)), 0.5f, 1 / (1 + MathF.Exp(-4))], nn.Sigmoid().call(input));
        Close([-2 / (1 + MathF.Exp(2)), 0, 4 / (1 + MathF.Exp(-4))], nn.SiLU().call(input));
        Close([MathF.Log(1 + MathF.Exp(-2)), MathF.Log(2), MathF.Log(1 + MathF.Exp(4))], nn.Softplus().call(input));
        Close([MathF.Tanh(-2), 0, MathF.Tanh(4)], nn.Tanh().call(input));
        Close([-1f / 3, 0, 4], nn.Hardswish().call(input));
        // x Φ(x): Φ(-2) = 0.02275013, Φ(4) = 0.99996833.
        Close([-0.04550026f, 0, 3.99987332f], nn.GELU().call(input));
    }

    [Fact]
    public void Pooling_and_upsampling()
    {
        using Tensor input = Image(2, 4, 1, 2, 3, 4, 5, 6, 7, 8);

        Close([6, 8], nn.MaxPool2d(2).call(input));
        Close([3.5f, 5.5f], nn.AvgPool2d(2).call(input));
        Close([4.5f], nn.AdaptiveAvgPool2d(1).call(input));
        Close([1, 1, 2, 2, 1, 1, 2, 2], nn.Upsample(scale_factor: [2, 2]).call(Image(1, 2, 1, 2)));
        // Half-pixel centres: 1, 1.25, 1.75, 2.
        Close([1, 1.25f, 1.75f, 2], nn.Upsample(scale_factor: [1, 2], mode: UpsampleMode.Bilinear, align_corners: false).call(Image(1, 2, 1, 2)));
        Close([1, 2, 3, 4], nn.PixelShuffle(2).call(Row(1, 2, 3, 4).reshape(1, 4, 1, 1)));
    }

    [Fact]
    public void Reshaping_layers()
    {
        using Tensor input = torch.zeros(2, 3, 4, 5);

        Assert.Equal([2, 60], nn.Flatten().call(input).shape);
        Assert.Equal([2, 3, 2, 2, 5], nn.Unflatten(2, [2, 2]).call(input).shape);
        Assert.Equal([2, 3, 4, 5], nn.Identity().call(input).shape);
    }

    [Fact]
    public void Dropout_acts_in_training_only_and_keeps_the_mean()
    {
        using Dropout layer = nn.Dropout(0.5);
        using Tensor input = torch.ones(1000);

        using Tensor dropped = layer.call(input);
        Assert.All(dropped.data<float>().ToArray(), value => Assert.True(value is 0 or 2));
        layer.eval();
        Close(Enumerable.Repeat(1f, 1000).ToArray(), layer.call(input));
    }

    [Fact]
    public void Embedding_looks_rows_up_and_gathers_their_gradients()
    {
        using Embedding layer = nn.Embedding(3, 2);
        using (no_grad())
            layer.weight!.copy_(torch.tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [3, 2]));

        using Tensor output = layer.call(torch.tensor(new long[] { 2, 0, 2 }));

        Assert.Equal([5f, 6, 1, 2, 5, 6], output.data<float>().ToArray());
    }

    [Fact]
    public void Losses_at_known_points()
    {
        using Tensor logits = Row(0, 2);
        using Tensor target = Row(1, 0.25f);

        // ln 2, and ln(1 + e²) - 0.5.
        float first = MathF.Log(2), second = MathF.Log(1 + MathF.Exp(2)) - 0.5f;
        Close([first, second], nn.functional.binary_cross_entropy_with_logits(logits, target, reduction: nn.Reduction.None));
        Close([(first + second) / 2], nn.functional.binary_cross_entropy_with_logits(logits, target));
        Close([1 + (1.75f * 1.75f)], nn.functional.mse_loss(logits, target, nn.Reduction.Sum));
    }

    [Fact]
    public void Convolution_gradients_follow_the_definition()
    {
        // y = w0 x0 + w1 x1 at one place: dy/dw = x, dy/dx = w, dy/db = 1.
        using Conv2d layer = nn.Conv2d(1, 1, (1, 2));
        Set(layer.weight, 3, 4);
        using Tensor input = Image(1, 2, 5, 6).requires_grad_();

        layer.call(input).sum().backward();

        Assert.Equal([5f, 6], layer.weight.grad!.data<float>().ToArray());
        Assert.Equal([3f, 4], input.grad!.data<float>().ToArray());
        Assert.Equal([1f], layer.bias!.grad!.data<float>().ToArray());
    }

    private static Tensor Row(params float[] values) => torch.tensor(values, [1, values.Length]);

    private static Tensor Image(int height, int width, params float[] values) => torch.tensor(values, [1, 1, height, width]);

    private static void Set(Parameter parameter, params float[] values)
    {
        using IDisposable noGradients = no_grad();
        using Tensor tensor = torch.tensor(values, parameter.shape);
        parameter.copy_(tensor);
    }

    private static void Close(float[] expected, Tensor actual)
    {
        float[] found = actual.data<float>().ToArray();
        Assert.Equal(expected.Length, found.Length);
        // A few roundings of single precision.
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 2e-6f * Math.Max(1, Math.Abs(expected[i])));
    }
}

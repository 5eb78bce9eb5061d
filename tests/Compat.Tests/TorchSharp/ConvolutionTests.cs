using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaePipeline.Compat.Tests.TorchSharpPackage;

/// <summary>
/// Convolutions in single precision, which have kernels of their own, against those in double precision, which are the
/// engine's. Single precision keeps 24 bits; sums of some thousand products lose ten of them.
/// </summary>
public sealed class ConvolutionTests
{
    private const double Tolerance = 1e-5;

    // In, Out, Kernel, Stride, Padding, OutputPadding, Dilation, Height, Width, Batch.
    private static readonly int[][] Shapes =
    [
        [32, 64, 3, 2, 1, 1, 1, 14, 14, 5],   // the keras encoder's second; as a transposed one, like the decoder's
        [64, 32, 3, 2, 1, 1, 1, 14, 14, 3],
        [1, 32, 3, 2, 1, 1, 1, 28, 28, 4],    // its first
        [32, 1, 3, 1, 1, 0, 1, 28, 28, 3],    // the decoder's last
        [1, 32, 3, 1, 1, 0, 1, 28, 28, 3],
        [3, 17, 3, 1, 1, 0, 1, 9, 50, 2],     // more columns than two vectors
        [16, 16, 3, 1, 1, 0, 1, 1, 1, 1],
        [8, 9, 3, 2, 1, 0, 1, 5, 31, 1],      // channels that fill no vector, rows of more than one part
        [48, 40, 4, 2, 1, 0, 1, 9, 7, 3],     // even kernel, one vector and a half of channels
        [17, 33, 5, 3, 2, 2, 1, 11, 8, 2],
        [16, 24, 2, 3, 0, 2, 1, 7, 9, 2],     // gaps between windows
        [16, 16, 3, 1, 2, 0, 2, 6, 6, 2],     // dilation
        [24, 8, 3, 2, 3, 1, 2, 8, 10, 2],     // more padding than the window needs
        [8, 8, 1, 2, 0, 1, 1, 6, 5, 2],
        [8, 8, 3, 1, 3, 0, 1, 7, 7, 2],
        [2, 2, 3, 1, 3, 0, 1, 7, 7, 2],       // the same in the engine's own
        [64, 64, 3, 1, 1, 0, 1, 80, 80, 1],   // too large for a core's cache
    ];

    public static TheoryData<int[], bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int[], bool, bool>();
            foreach (int[] shape in Shapes)
            {
                foreach ((bool transposed, bool relu) in new[] { (false, false), (false, true), (true, false), (true, true) })
                    cases.Add(shape, transposed, relu);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_and_gradients_equal_the_engines_double_precision(int[] shape, bool transposed, bool relu)
    {
        Assert.NotNull(shape);
        using DisposeScope scope = NewDisposeScope();
        Tensor[] single = Run(shape, transposed, relu, ScalarType.Float32, contiguous: true);
        Tensor[] exact = Run(shape, transposed, relu, ScalarType.Float64, contiguous: true);

        Assert.All(single.Zip(exact), pair => Close(pair.Second, pair.First));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Input_and_gradient_in_another_memory_order_give_the_same(int[] shape, bool transposed, bool relu)
    {
        Assert.NotNull(shape);
        using DisposeScope scope = NewDisposeScope();
        Tensor[] turned = Run(shape, transposed, relu, ScalarType.Float32, contiguous: false);
        Tensor[] plain = Run(shape, transposed, relu, ScalarType.Float32, contiguous: true);

        Assert.All(turned.Zip(plain), pair => Close(pair.Second.to(ScalarType.Float64), pair.First));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Same_input_gives_the_same_bytes(int[] shape, bool transposed, bool relu)
    {
        Assert.NotNull(shape);
        using DisposeScope scope = NewDisposeScope();
        Tensor[] first = Run(shape, transposed, relu, ScalarType.Float32, contiguous: true);
        Tensor[] second = Run(shape, transposed, relu, ScalarType.Float32, contiguous: true);

        Assert.All(first.Zip(second), pair => Assert.Equal(pair.First.contiguous().bytes.ToArray(), pair.Second.contiguous().bytes.ToArray()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradient_of_a_gradient_equals_the_engines_double_precision(bool transposed)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] found = [.. new[] { ScalarType.Float32, ScalarType.Float64 }.Select(type =>
        {
            Tensor input = Numbers([2, 8, 5, 5], 1, type).requires_grad_(), weight = Numbers([8, 8, 3, 3], 2, type).requires_grad_();
            Tensor output = transposed ? nn.functional.conv_transpose2d(input, weight, padding: [1]) : nn.functional.conv2d(input, weight, padding: [1]);
            Tensor slope = autograd.grad([output.square().sum()], [input], create_graph: true)[0]!; // Not null: the output hangs on it.
            return autograd.grad([slope.square().sum()], [weight])[0]!; // Likewise.
        })];

        Close(found[1], found[0]);
    }

    [Fact]
    public void Sequential_with_a_hook_between_convolution_and_ReLU_calls_it_with_negative_numbers()
    {
        using DisposeScope scope = NewDisposeScope();
        var convolution = nn.Conv2d(8, 8, 3, padding: 1);
        using var chain = nn.Sequential(convolution, nn.ReLU());
        Tensor input = Numbers([2, 8, 6, 6], 1, ScalarType.Float32);
        Tensor without = chain.call(input);
        float least = 0;
        convolution.register_forward_hook((_, _, output) =>
        {
            least = output.min().ToSingle();
            return output;
        });

        Tensor with = chain.call(input);

        Assert.True(least < 0);
        Assert.Equal(without.bytes.ToArray(), with.bytes.ToArray());
    }

    [Fact]
    public void Sequential_keeps_a_NaN_through_convolution_and_ReLU()
    {
        using DisposeScope scope = NewDisposeScope();
        using var chain = nn.Sequential(nn.Conv2d(8, 8, 3, padding: 1), nn.ReLU());

        Tensor output = chain.call(torch.full(new long[] { 1, 8, 4, 4 }, float.NaN));

        Assert.All(output.data<float>().ToArray(), value => Assert.True(float.IsNaN(value)));
    }

    // The output, and the gradients of input, weight and bias.
    private static Tensor[] Run(int[] shape, bool transposed, bool relu, ScalarType type, bool contiguous)
    {
        (int inputs, int outputs, int kernel, int stride, int padding) = (shape[0], shape[1], shape[2], shape[3], shape[4]);
        (int outputPadding, int dilation, int height, int width, int batch) = (shape[5], shape[6], shape[7], shape[8], shape[9]);
        Tensor input = Ordered(Numbers([batch, inputs, height, width], 1, type), contiguous).requires_grad_();
        Convolution layer = transposed
            ? nn.ConvTranspose2d(inputs, outputs, kernel, stride: stride, padding: padding, output_padding: outputPadding, dilation: dilation, dtype: type)
            : nn.Conv2d(inputs, outputs, kernel, stride: stride, padding: padding, dilation: dilation, dtype: type);
        using (no_grad())
        {
            layer.weight.copy_(Numbers(layer.weight.shape, 2, type));
            layer.bias!.copy_(Numbers([outputs], 3, type));
        }

        nn.Module<Tensor, Tensor> module = relu ? nn.Sequential(layer, nn.ReLU()) : layer;
        Tensor output = module.call(input);
        output.backward([Ordered(Numbers(output.shape, 4, type), contiguous)]);
        return [output.detach(), input.grad!, layer.weight.grad!, layer.bias.grad!];
    }

    // [N, C, H, W] in the order N H W C, unless contiguous.
    private static Tensor Ordered(Tensor tensor, bool contiguous) =>
        contiguous ? tensor : tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    // Multiples of 1/16 in [-1, 1): exact in both precisions, so that a sum is 0 in both or in neither.
    private static Tensor Numbers(long[] shape, uint seed, ScalarType type)
    {
        var numbers = new double[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < numbers.Length; i++)
        {
            seed = (seed * 1664525) + 1013904223;
            numbers[i] = ((seed >> 27) / 16.0) - 1;
        }
        return torch.tensor(numbers, shape, type);
    }

    private static void Close(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        double[] numbers = expected.contiguous().data<double>().ToArray();
        float[] found = actual.contiguous().data<float>().ToArray();
        double largest = Math.Max(1, numbers.Max(Math.Abs));
        for (int i = 0; i < numbers.Length; i++)
            Assert.True(Math.Abs(numbers[i] - found[i]) <= Tolerance * largest, $"element {i}: {found[i]}; expected {numbers[i]}");
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace VaePipeline.Compat.Tests.TorchSharpPackage;

/// <summary>
/// Outputs and gradients of conv_transpose2d against its definition, written as loops: every input element adds
/// weight times value to the outputs that its kernel window covers.
/// </summary>
public sealed class TransposedConvolutionTests
{
    // In, Out, Kernel, Stride, Padding, OutputPadding, Dilation, Groups, Height, Width, Batch.
    public static TheoryData<int[]> Cases =>
    [
        [64, 64, 3, 2, 1, 1, 1, 1, 7, 7, 2],  // the keras decoder's first
        [8, 4, 3, 2, 1, 1, 1, 1, 14, 14, 16], // enough images for other kernels
        [8, 1, 3, 1, 1, 0, 1, 1, 9, 9, 2],    // one output channel
        [4, 6, 4, 2, 1, 0, 1, 1, 5, 6, 3],    // even kernel, oblong image
        [3, 2, 5, 1, 2, 0, 1, 1, 6, 4, 1],
        [2, 3, 2, 3, 0, 2, 1, 1, 3, 3, 2],    // gaps between windows
        [4, 6, 3, 2, 1, 1, 1, 2, 5, 5, 2],    // groups
        [3, 5, 3, 1, 2, 0, 2, 1, 6, 6, 2],    // dilation
        [4, 4, 3, 2, 2, 1, 2, 4, 5, 7, 17],   // all at once
        [1, 2, 1, 1, 0, 0, 1, 1, 1, 1, 1],
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_and_gradients_follow_the_definition(int[] shape)
    {
        Assert.NotNull(shape);
        var problem = new TransposedConvolutionProblem(shape);
        using DisposeScope scope = NewDisposeScope();
        Tensor input = TransposedConvolutionProblem.Leaf(problem.Input, problem.InputShape, ScalarType.Float32);
        Tensor weight = TransposedConvolutionProblem.Leaf(problem.Weight, problem.WeightShape, ScalarType.Float32);
        Tensor bias = TransposedConvolutionProblem.Leaf(problem.Bias, [problem.Out], ScalarType.Float32);

        Tensor output = problem.Run(input, weight, bias);
        output.backward([torch.tensor(problem.Gradient, problem.OutputShape, ScalarType.Float32)]);

        Assert.Equal(problem.OutputShape, output.shape);
        Close(problem.ExpectedOutput, output);
        Close(problem.ExpectedInputGradient, input.grad!);
        Close(problem.ExpectedWeightGradient, weight.grad!);
        Close(problem.ExpectedBiasGradient, bias.grad!);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Single_precision_equals_the_engines_double_precision(int[] shape)
    {
        Assert.NotNull(shape);
        var problem = new TransposedConvolutionProblem(shape);
        using DisposeScope scope = NewDisposeScope();
        var outputs = new List<Tensor>();
        var gradients = new List<Tensor[]>();
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            Tensor input = TransposedConvolutionProblem.Leaf(problem.Input, problem.InputShape, type);
            Tensor weight = TransposedConvolutionProblem.Leaf(problem.Weight, problem.WeightShape, type);
            Tensor bias = TransposedConvolutionProblem.Leaf(problem.Bias, [problem.Out], type);
            Tensor output = problem.Run(input, weight, bias);
            output.square().sum().backward();
            outputs.Add(output.detach());
            gradients.Add([input.grad!, weight.grad!, bias.grad!]);
        }

        Close(outputs[1].data<double>().ToArray(), outputs[0]);
        foreach ((Tensor single, Tensor exact) in gradients[0].Zip(gradients[1]))
            Close(exact.data<double>().ToArray(), single);
    }

    [Fact]
    public void Layer_matches_a_hand_worked_example()
    {
        // One 2 at (0, 0) and one 3 at (1, 1), stride 2, kernel [[1, 2], [3, 4]]: two separate stamps. Channel 2 has minus the kernel.
        using nn.Module<Tensor, Tensor> layer = ConvTranspose([1, 2, 3, 4, -1, -2, -3, -4]);
        using Tensor input = torch.tensor(new float[] { 2, 0, 0, 3 }, [1, 1, 2, 2]);

        using Tensor output = layer.call(input);

        float[] first = [2, 4, 0, 0, 6, 8, 0, 0, 0, 0, 3, 6, 0, 0, 9, 12];
        Assert.Equal([1, 2, 4, 4], output.shape);
        Assert.Equal([.. first.Select(value => value + 0.5f), .. first.Select(value => -value + 0.25f)], output.data<float>().ToArray());
    }

    [Fact]
    public void Image_without_batch_axis_is_accepted()
    {
        using nn.Module<Tensor, Tensor> layer = ConvTranspose([1, 2, 3, 4, -1, -2, -3, -4]);

        using Tensor output = layer.call(torch.ones(1, 2, 3));

        Assert.Equal([2, 4, 6], output.shape);
    }

    [Fact]
    public void Wrong_channel_count_is_an_exception()
    {
        using nn.Module<Tensor, Tensor> layer = nn.ConvTranspose2d(3, 2, 3);

        Assert.Throws<ArgumentException>(() => layer.call(torch.zeros(1, 4, 5, 5)));
    }

    [Fact]
    public void Frozen_weight_still_passes_gradients_to_the_input()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor input = torch.ones(new long[] { 1, 2, 3, 3 }, requires_grad: true);
        Tensor weight = torch.ones(2, 2, 1, 1);

        nn.functional.conv_transpose2d(input, weight).sum().backward();

        // Each input element reaches one element of both output channels.
        Assert.Equal(Enumerable.Repeat(2f, 18), input.grad!.data<float>().ToArray());
        Assert.Null(weight.grad);
    }

    private static TorchSharp.Modules.ConvTranspose2d ConvTranspose(float[] weight)
    {
        TorchSharp.Modules.ConvTranspose2d layer = nn.ConvTranspose2d(1, 2, 2, stride: 2);
        using (torch.no_grad())
        {
            layer.weight.copy_(torch.tensor(weight, [1, 2, 2, 2]));
            layer.bias!.copy_(torch.tensor(new float[] { 0.5f, 0.25f }));
        }
        return layer;
    }

    private static void Close(double[] expected, Tensor actual)
    {
        float[] found = actual.detach().data<float>().ToArray();
        double largest = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            // Sums of up to some thousand single-precision products: 24 bits less ten for the summation.
            Assert.True(Math.Abs(expected[i] - found[i]) <= 1e-5 * Math.Max(1, largest), $"element {i}: {found[i]}; expected {expected[i]}");
        }
    }
}

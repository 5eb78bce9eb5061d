using TorchSharp;
using static TorchSharp.torch;

namespace VaePipeline.Compat.Tests.TorchSharpPackage;

/// <summary>One transposed convolution with made-up numbers, and what its definition gives for it.</summary>
internal sealed class TransposedConvolutionProblem
{
    private readonly int _in, _out, _kernel, _stride, _padding, _outputPadding, _dilation, _groups, _height, _width, _batch;

    public TransposedConvolutionProblem(int[] shape)
    {
        (_in, _out, _kernel, _stride, _padding, _outputPadding) = (shape[0], shape[1], shape[2], shape[3], shape[4], shape[5]);
        (_dilation, _groups, _height, _width, _batch) = (shape[6], shape[7], shape[8], shape[9], shape[10]);
        InputShape = [_batch, _in, _height, _width];
        WeightShape = [_in, _out / _groups, _kernel, _kernel];
        OutputShape = [_batch, _out, Length(_height), Length(_width)];
        Input = Numbers(Count(InputShape), 1);
        Weight = Numbers(Count(WeightShape), 2);
        Bias = Numbers(_out, 3);
        Gradient = Numbers(Count(OutputShape), 4);
        ExpectedOutput = new double[Gradient.Length];
        ExpectedInputGradient = new double[Input.Length];
        ExpectedWeightGradient = new double[Weight.Length];
        ExpectedBiasGradient = new double[_out];
        Solve();
    }

    public int Out => _out;

    public long[] InputShape { get; }

    public long[] WeightShape { get; }

    public long[] OutputShape { get; }

    public double[] Input { get; }

    public double[] Weight { get; }

    public double[] Bias { get; }

    public double[] Gradient { get; }

    public double[] ExpectedOutput { get; }

    public double[] ExpectedInputGradient { get; }

    public double[] ExpectedWeightGradient { get; }

    public double[] ExpectedBiasGradient { get; }

    public static Tensor Leaf(double[] values, long[] shape, ScalarType type) => torch.tensor(values, shape, type).requires_grad_();

    public Tensor Run(Tensor input, Tensor weight, Tensor bias) => nn.functional.conv_transpose2d(
        input, weight, bias, [_stride, _stride], [_padding, _padding], [_outputPadding, _outputPadding], [_dilation, _dilation], _groups);

    private int Length(int input) => ((input - 1) * _stride) - (2 * _padding) + (_dilation * (_kernel - 1)) + _outputPadding + 1;

    private static int Count(long[] shape) => (int)shape.Aggregate(1L, (product, size) => product * size);

    // Multiples of 1/16 in [-1, 1): exact in both precisions. A linear congruential sequence.
    private static double[] Numbers(int count, uint seed)
    {
        var numbers = new double[count];
        for (int i = 0; i < count; i++)
        {
            seed = (seed * 1664525) + 1013904223;
            numbers[i] = ((seed >> 27) / 16.0) - 1;
        }
        return numbers;
    }

    private void Solve()
    {
        int rows = (int)OutputShape[2], columns = (int)OutputShape[3], outPerGroup = _out / _groups, inPerGroup = _in / _groups;
        for (int n = 0; n < _batch; n++)
        {
            for (int o = 0; o < _out; o++)
            {
                for (int p = 0; p < rows * columns; p++)
                {
                    int at = (((n * _out) + o) * rows * columns) + p;
                    ExpectedOutput[at] += Bias[o];
                    ExpectedBiasGradient[o] += Gradient[at];
                }
            }
            for (int i = 0; i < _in; i++)
            {
                for (int position = 0; position < _height * _width; position++)
                {
                    int source = (((n * _in) + i) * _height * _width) + position;
                    for (int o = 0; o < outPerGroup; o++)
                    {
                        for (int tap = 0; tap < _kernel * _kernel; tap++)
                        {
                            int row = (position / _width * _stride) - _padding + (tap / _kernel * _dilation);
                            int column = (position % _width * _stride) - _padding + (tap % _kernel * _dilation);
                            if (row < 0 || row >= rows || column < 0 || column >= columns)
                                continue;
                            int channel = (i / inPerGroup * outPerGroup) + o;
                            int target = (((((n * _out) + channel) * rows) + row) * columns) + column;
                            int factor = (((i * outPerGroup) + o) * _kernel * _kernel) + tap;
                            ExpectedOutput[target] += Input[source] * Weight[factor];
                            ExpectedInputGradient[source] += Gradient[target] * Weight[factor];
                            ExpectedWeightGradient[factor] += Gradient[target] * Input[source];
                        }
                    }
                }
            }
        }
    }
}

using TorchSharp;
using TorchSharp.Modules;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace VaePipeline.OnnxExport.Tests.Tiles;

/// <summary>Decoders of drawn shapes: latent [N, 2], a linear layer, two or three convolutions, a sigmoid.</summary>
internal static class DrawnDecoder
{
    public const int LatentSize = 2;

    // Multiplications of one image: 10,000 of them take seconds, not minutes.
    private const double LargestWork = 4e5;

    /// <summary>
    /// Draws layers until their work is small enough: kernels 3, 4 and 5, strides 1 and 2, paddings and output paddings, 1 to
    /// 64 channels, an image of 3 to 9 pixels a side to begin with; the last layer is mostly a grey or colour image.
    /// </summary>
    public static Sequential Draw(int seed)
    {
        var random = new Random(seed);
        torch.random.manual_seed(seed);
        while (true)
        {
            int[] size = [random.Next(3, 10), random.Next(3, 10)];
            var channels = random.Next(1, 33);
            var features = (long)channels * size[0] * size[1];
            List<Module> modules =
                [torch.nn.Linear(LatentSize, features), torch.nn.ReLU(), torch.nn.Unflatten(1, [channels, size[0], size[1]])];
            var count = random.Next(2, 4);
            var work = (double)features;
            for (var layer = 1; layer <= count; layer++)
            {
                var outputs = layer < count ? random.Next(8, 65) : Pick(random, 1, 3, random.Next(1, 65));
                modules.Add(Convolution(random, channels, outputs, size, ref work));
                modules.Add(layer < count ? Pick<Module>(random, torch.nn.ReLU(), torch.nn.SiLU()) : torch.nn.Sigmoid());
                channels = outputs;
            }

            if (work < LargestWork && size.Min() > 0)
            {
                return torch.nn.Sequential([.. modules]);
            }

            modules.ForEach(module => module.Dispose());
        }
    }

    private static Module Convolution(Random random, int inputs, int outputs, int[] size, ref double work)
    {
        var kernel = random.Next(3, 6);
        var padding = random.Next(0, 3);
        work += (double)inputs * outputs * kernel * kernel * size[0] * size[1];
        var hasBias = random.Next(4) > 0;
        if (random.Next(3) == 0)
        {
            size[0] += (2 * padding) - kernel + 1;
            size[1] += (2 * padding) - kernel + 1;
            return torch.nn.Conv2d(inputs, outputs, kernel, padding: padding, bias: hasBias);
        }

        var stride = random.Next(1, 3);
        var outputPadding = random.Next(stride);
        size[0] = ((size[0] - 1) * stride) - (2 * padding) + kernel + outputPadding;
        size[1] = ((size[1] - 1) * stride) - (2 * padding) + kernel + outputPadding;
        return torch.nn.ConvTranspose2d(inputs, outputs, kernel, stride: stride, padding: padding, output_padding: outputPadding, bias: hasBias);
    }

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}

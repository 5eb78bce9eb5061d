using static TorchSharp.torch;

namespace VaePipeline.OnnxExport.Int8;

/// <summary>A network that can be computed in bytes: a head, which stays float32, and convolutions with ReLU between them.</summary>
/// <param name="Head">What comes before the first convolution; it gives an image.</param>
/// <param name="Convolutions">Conv2d and ConvTranspose2d with their names, one at least; ReLU follows each but the last.</param>
internal sealed record Int8Chain(IReadOnlyList<(string Name, Module Module)> Head, IReadOnlyList<(string Name, Convolution Module)> Convolutions)
{
    /// <summary>Takes a network apart; the modules stay its own.</summary>
    /// <param name="network">A Sequential.</param>
    /// <param name="path">Its path, for errors.</param>
    /// <exception cref="ExportException">It is built otherwise.</exception>
    public static Int8Chain Of(Module network, string path)
    {
        if (network is not Sequential chain)
        {
            throw Unsupported(path, network, "a Sequential");
        }

        (string Name, Module Module)[] layers = [.. chain.named_children().Where(layer => layer.module is not (Dropout or Identity))];
        var first = Array.FindIndex(layers, layer => IsConvolution(layer.Module));
        if (first < 0)
        {
            throw Unsupported(path, network, "a network with convolutions");
        }

        var convolutions = new List<(string, Convolution)>();
        for (var i = first; i < layers.Length; i++)
        {
            var (name, module) = layers[i];
            var isOdd = (i - first) % 2 == 1;
            if (isOdd ? module is not ReLU || i == layers.Length - 1 : !IsConvolution(module))
            {
                throw Unsupported($"{path}.{name}", module, "Conv2d and ConvTranspose2d with ReLU between them, from the first convolution to the end");
            }

            if (!isOdd)
            {
                convolutions.Add((name, (Convolution)module));
            }
        }

        return new Int8Chain(layers[..first], convolutions);
    }

    /// <summary>Runs the network up to its last convolution and shows the images that flow into each of them: [N, C, H, W].</summary>
    /// <param name="input">The network's input; it stays the caller's.</param>
    /// <param name="visit">Gets one image tensor after the other and copies what it needs.</param>
    public void Run(Tensor input, Action<Tensor> visit)
    {
        using var withoutGradients = no_grad();
        var value = input.alias();
        foreach (var (_, module) in Head)
        {
            value = Next(value, ((nn.Module<Tensor, Tensor>)module).call);
        }

        visit(value);
        foreach (var (_, module) in Convolutions.SkipLast(1))
        {
            value = Next(value, image => ((nn.Module<Tensor, Tensor>)module).call(image).relu_());
            visit(value);
        }

        value.Dispose();
    }

    private static Tensor Next(Tensor value, Func<Tensor, Tensor> layer)
    {
        using (value)
        {
            return layer(value);
        }
    }

    private static bool IsConvolution(Module module) => module is Conv2d or ConvTranspose2d;

    private static ExportException Unsupported(string path, Module found, string expected) =>
        new($"{path} ({found.GetType().Name}): the module has no form in int8; expected {expected}. Export without int8, or change the network.");
}

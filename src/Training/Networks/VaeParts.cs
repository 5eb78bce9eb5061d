using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaePipeline.Training.Networks;

/// <summary>What the networks differ in. Whoever gets it disposes it.</summary>
/// <param name="Body">Images [N, C, H, W] to features [N, F].</param>
/// <param name="Features">F.</param>
/// <param name="Decoder">Latents [N, L] to logits [N, C, H, W].</param>
/// <param name="OutputBias">Bias of the decoder's last layer: one number a channel, or one a pixel.</param>
internal sealed record VaeParts(nn.Module<Tensor, Tensor> Body, long Features, nn.Module<Tensor, Tensor> Decoder, Parameter OutputBias);

using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.Training.Networks;

namespace VaePipeline.Training.Tests.Networks;

public sealed class VaeWeightsTests
{
    private static readonly ImageShape Digit = new(1, 28, 28);

    [Fact]
    public void Restore_gives_back_what_capture_took()
    {
        using var source = VaeNetworks.Create("keras", Digit, 2, seed: 1);
        using var target = VaeNetworks.Create("keras", Digit, 2, seed: 2);
        var weights = VaeWeights.Capture(source);

        VaeWeights.Restore(target, [.. weights.Reverse()], "a test");

        Assert.Equal(18, weights.Count);
        Assert.All(weights.Zip(VaeWeights.Capture(target)), pair => Assert.Equal(pair.First.Data, pair.Second.Data));
    }

    [Fact]
    public void Restore_refuses_weights_of_another_latent_size()
    {
        using var source = VaeNetworks.Create("keras", Digit, 3, seed: 1);

        AssertRefused(
            VaeWeights.Capture(source),
            "w.safetensors: tensor \"encoder.mean.weight\" is [3, 16]; expected [2, 16]. Use weights that were trained with network \"keras\" and 2 latents.");
    }

    [Fact]
    public void Restore_refuses_a_missing_tensor()
    {
        using var source = VaeNetworks.Create("keras", Digit, 2, seed: 1);

        AssertRefused(
            [.. VaeWeights.Capture(source).Where(tensor => tensor.Name != "decoder.7.bias")],
            "w.safetensors: tensor \"decoder.7.bias\" is missing; expected [1]. Use weights that were trained with network \"keras\" and 2 latents.");
    }

    [Fact]
    public void Restore_refuses_a_tensor_too_many()
    {
        using var source = VaeNetworks.Create("keras", Digit, 2, seed: 1);

        AssertRefused(
            [.. VaeWeights.Capture(source), new NamedTensor("decoder.9.bias", [1], [0])],
            "w.safetensors: tensor \"decoder.9.bias\" belongs to no layer; expected the layers' tensors alone. Use weights that were trained with network \"keras\" and 2 latents.");
    }

    private static void AssertRefused(IReadOnlyList<NamedTensor> weights, string message)
    {
        using var target = VaeNetworks.Create("keras", Digit, 2, seed: 1);
        var before = VaeWeights.Capture(target);

        var error = Assert.Throws<BadInputException>(() => VaeWeights.Restore(target, weights, "w.safetensors"));

        Assert.Equal(message, error.Message);
        Assert.All(before.Zip(VaeWeights.Capture(target)), pair => Assert.Equal(pair.First.Data, pair.Second.Data));
    }
}

using TorchSharp;
using VaePipeline.Contracts.Models;
using VaePipeline.Training.Networks;

namespace VaePipeline.Training.Tests.Networks;

public sealed class KerasNetworkTests
{
    private static readonly ImageShape Digit = new(1, 28, 28);

    [Fact]
    public void Create_two_latents_has_the_parameters_of_the_keras_example()
    {
        using var vae = VaeNetworks.Create("keras", Digit, latentSize: 2, seed: 1);

        // 320 + 18,496 + 50,192 + 2 * 34 and 9,408 + 36,928 + 18,464 + 289, as Keras' summary prints them.
        Assert.Equal(69_076, vae.Encoder.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(65_089, vae.Decoder.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Create_names_parameters_as_the_weight_file_does()
    {
        using var vae = VaeNetworks.Create("keras", Digit, latentSize: 2, seed: 1);

        string[] names = [.. vae.named_parameters().Select(entry => entry.name).Order(StringComparer.Ordinal)];

        string[] layers =
        [
            "decoder.0", "decoder.3", "decoder.5", "decoder.7", "encoder.body.0", "encoder.body.2", "encoder.body.5",
            "encoder.log_variance", "encoder.mean",
        ];
        Assert.Equal([.. layers.SelectMany(layer => new[] { $"{layer}.bias", $"{layer}.weight" })], names);
    }

    [Theory]
    [InlineData(1, 28, 28, 2)]
    [InlineData(3, 32, 24, 20)]
    public void Forward_gives_two_vectors_and_an_image_of_logits(int channels, int height, int width, int latentSize)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var vae = VaeNetworks.Create("keras", new ImageShape(channels, height, width), latentSize, seed: 1);

        var (mean, logVariance) = vae.Encoder.call(torch.zeros([5, channels, height, width]));
        var logits = vae.Decoder.call(mean);

        Assert.Equal([5, latentSize], mean.shape);
        Assert.Equal([5, latentSize], logVariance.shape);
        Assert.Equal([5, channels, height, width], logits.shape);
    }

    [Fact]
    public void Log_variance_is_clamped_inside_the_encoder()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var vae = VaeNetworks.Create("keras", Digit, latentSize: 2, seed: 1);
        vae.Encoder.LogVarianceHead.weight.zero_();
        vae.Encoder.LogVarianceHead.bias!.copy_(torch.tensor(new float[] { -1000, 1000 }));

        var (_, logVariance) = vae.Encoder.call(torch.zeros([1, 1, 28, 28]));

        Assert.Equal([-30f, 20f], logVariance.data<float>().ToArray());
    }

    [Fact]
    public void Create_refuses_sides_that_two_halvings_do_not_divide()
    {
        var error = Assert.Throws<ArgumentException>(() => VaeNetworks.Create("keras", new ImageShape(1, 28, 30), 2, 1));

        Assert.StartsWith(
            "network \"keras\": images are 30 x 28 pixels; expected sides divisible by 4, since 2 layers halve them. Add --resize 32x28, lower --depth, or choose --network mlp.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Create_refuses_an_unknown_network()
    {
        var error = Assert.Throws<ArgumentException>(() => VaeNetworks.Create("unet", Digit, 2, 1));

        Assert.StartsWith("network: \"unet\"; expected one of keras, mlp, residual. Choose one of these.", error.Message, StringComparison.Ordinal);
    }
}

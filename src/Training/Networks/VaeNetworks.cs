using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace VaePipeline.Training.Networks;

/// <summary>The networks that can be trained, by name.</summary>
internal static class VaeNetworks
{
    /// <summary>The largest latent size that an option may ask for.</summary>
    public const int MaximumLatentSize = ModelFacts.MaximumLatentSize;

    /// <summary>The widest layer that an option may ask for.</summary>
    public const int MaximumWidth = 16_384;

    /// <summary>The deepest network that an option may ask for; <c>keras</c>, which halves the image each time, stops at <see cref="KerasNetwork.MaximumDepth"/>.</summary>
    public const int MaximumDepth = 64;

    private static readonly (string Name, int Width, int Depth, Func<ImageShape, int, int, int, VaeParts> Create)[] All =
    [
        (KerasNetwork.Name, KerasNetwork.DefaultWidth, KerasNetwork.DefaultDepth, KerasNetwork.Create),
        (DenseNetwork.Name, DenseNetwork.DefaultWidth, DenseNetwork.DefaultDepth, DenseNetwork.Create),
        (ResidualNetwork.Name, ResidualNetwork.DefaultWidth, ResidualNetwork.DefaultDepth, ResidualNetwork.Create),
    ];

    /// <summary>Names that <see cref="Create(NetworkOptions, ImageShape, long)"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(network => network.Name)];

    /// <summary>Width of a network if none is asked for.</summary>
    public static int DefaultWidth(string name) => Find(name).Width;

    /// <summary>Depth of a network if none is asked for.</summary>
    public static int DefaultDepth(string name) => Find(name).Depth;

    /// <summary>Builds a network of default width and depth for the Bernoulli likelihood. The caller disposes it.</summary>
    /// <inheritdoc cref="Create(NetworkOptions, ImageShape, long)"/>
    public static Vae Create(string name, ImageShape image, int latentSize, long seed) =>
        Create(new NetworkOptions { Name = name, LatentSize = latentSize }, image, seed);

    /// <summary>Builds a network with fresh weights. The caller disposes it.</summary>
    /// <param name="options">Which network.</param>
    /// <param name="image">Shape of one image.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <exception cref="ArgumentException">No network of that name, or one that does not fit the image.</exception>
    public static Vae Create(NetworkOptions options, ImageShape image, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LatentSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.LatentSize, MaximumLatentSize);
        var network = Find(options.Name);
        var parts = network.Create(image, options.LatentSize, options.Width ?? network.Width, options.Depth ?? network.Depth);
        var encoder = new GaussianEncoder(
            parts.Body, Linear(parts.Features, options.LatentSize), Linear(parts.Features, options.LatentSize));
        var vae = new Vae(options, image, encoder, parts.Decoder, parts.OutputBias);
        Start(vae, seed);
        return vae;
    }

    private static void Start(Vae vae, long seed)
    {
        GlorotUniform.Initialize(vae, seed);
        vae.StartSpread();
        using var generator = new Generator((ulong)seed);
        foreach (var features in vae.modules().OfType<FourierFeatures>())
        {
            features.Start(generator);
        }
    }

    private static (string Name, int Width, int Depth, Func<ImageShape, int, int, int, VaeParts> Create) Find(string name) =>
        Array.Find(All, network => network.Name == name) is { Create: not null } found
            ? found
            : throw new ArgumentException($"network: \"{name}\"; expected one of {string.Join(", ", Names)}. Choose one of these.", nameof(name));
}

/// <summary>What the networks differ in. Whoever gets it disposes it.</summary>
/// <param name="Body">Images [N, C, H, W] to features [N, F].</param>
/// <param name="Features">F.</param>
/// <param name="Decoder">Latents [N, L] to logits [N, C, H, W].</param>
/// <param name="OutputBias">Bias of the decoder's last layer: one number per channel, or one per pixel.</param>
internal sealed record VaeParts(Module<Tensor, Tensor> Body, long Features, Module<Tensor, Tensor> Decoder, Parameter OutputBias);

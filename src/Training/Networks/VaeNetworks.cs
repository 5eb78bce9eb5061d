using VaePipeline.Contracts.Models;

namespace VaePipeline.Training.Networks;

/// <summary>The networks that can be trained, by name.</summary>
internal static class VaeNetworks
{
    /// <summary>The largest latent size that an option may ask for.</summary>
    public const int MaximumLatentSize = ModelFacts.MaximumLatentSize;

    /// <summary>Names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [KerasNetwork.Name];

    /// <summary>Builds a network with fresh weights. The caller disposes it.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="image">Shape of one image.</param>
    /// <param name="latentSize">L, 1 to <see cref="MaximumLatentSize"/>.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <exception cref="ArgumentException">No network of that name, or one that does not fit the image.</exception>
    public static Vae Create(string name, ImageShape image, int latentSize, long seed)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(latentSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(latentSize, MaximumLatentSize);
        if (name != KerasNetwork.Name)
        {
            throw new ArgumentException($"network: \"{name}\"; expected one of {string.Join(", ", Names)}. Choose one of these.", nameof(name));
        }

        var vae = KerasNetwork.Create(image, latentSize);
        GlorotUniform.Initialize(vae, seed);
        return vae;
    }
}

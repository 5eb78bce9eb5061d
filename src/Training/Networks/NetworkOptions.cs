namespace VaePipeline.Training.Networks;

/// <summary>What decides a network besides the shape of its images: the part of the training options that a weight file needs.</summary>
internal sealed record NetworkOptions
{
    /// <summary>One of <see cref="VaeNetworks.Names"/>.</summary>
    public string Name { get; init; } = KerasNetwork.Name;

    /// <summary>L, 1 to <see cref="VaeNetworks.MaximumLatentSize"/>.</summary>
    public int LatentSize { get; init; } = 2;

    /// <summary>Channels of the first convolution, or hidden units of a dense layer; null for the network's own default.</summary>
    public int? Width { get; init; }

    /// <summary>Stages that halve the image, hidden layers or residual blocks of each part; null for the network's own default.</summary>
    public int? Depth { get; init; }

    /// <summary>p(x|z).</summary>
    public Likelihood Likelihood { get; init; }
}

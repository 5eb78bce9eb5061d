using VaePipeline.Data.Sets;

namespace VaePipeline.Training.Options;

/// <summary>Everything that decides a run besides its data. Written into the model's card.</summary>
internal sealed record TrainingOptions
{
    /// <summary>One of <see cref="VaeNetworks.Names"/>.</summary>
    public string Network { get; init; } = KerasNetwork.Name;

    /// <summary>L, 1 to 4096.</summary>
    public int LatentSize { get; init; } = 2;

    /// <summary>
    /// Channels of the first convolution (each further one has twice as many) or units of a hidden layer, 1 to 16,384;
    /// null for the network's own default.
    /// </summary>
    public int? Width { get; init; }

    /// <summary>Stages that halve the image (1 to 10), hidden layers or residual blocks (1 to 64); null for the network's own default.</summary>
    public int? Depth { get; init; }

    /// <summary>p(x|z).</summary>
    public Likelihood Likelihood { get; init; }

    /// <summary>How often the training images are gone through, 1 to 100,000.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Images a step, 1 to 65,536.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's rate at its peak, above 0 and at most 1; it falls along a cosine to zero at the last step.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Steps in which the rate rises to its peak, 0 to 1,000,000; half of the run where that is less.</summary>
    public int WarmUpSteps { get; init; } = 300;

    /// <summary>AdamW's weight decay, 0 to 1, of weights and biases alike.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Share of the weights' moving average that a step keeps, 0 to below 1; 0 keeps none. The average is what is measured and exported.</summary>
    public double EmaDecay { get; init; }

    /// <summary>Largest norm of all gradients together, at least 0; larger ones are scaled down to it. 0 leaves them as they are.</summary>
    public double ClipNorm { get; init; }

    /// <summary>β, weight of the KL term, 0 to 1,000.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Epochs in which the weight of the KL term rises from zero, 0 to 100,000; fractions count.</summary>
    public double KlWarmUpEpochs { get; init; }

    /// <summary>KL divergence of each latent, in nats, below which nothing is gained, 0 to 100.</summary>
    public double FreeBits { get; init; }

    /// <summary>K, latent samples of the importance-weighted bound, 1 to 10,000; 1 is the ELBO.</summary>
    public int ImportanceSamples { get; init; } = 1;

    /// <summary>Share of the images, 0 to 1, of which the encoder sees pixels drawn as 0 or 1 while training.</summary>
    public double BinarizeInput { get; init; }

    /// <summary>Pixels by which the encoder's images are moved at most while training, 0 to 64.</summary>
    public int ShiftInput { get; init; }

    /// <summary>Decides the first weights, the split, the order of the images and all latent samples; at least 0.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads for tensor arithmetic, 1 to 1,024. The same seed gives the same weights only with the same number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Use only the first so many images of the training set, at least 1; null uses all.</summary>
    public int? Images { get; init; }

    /// <summary>
    /// Training images held out to choose the epoch whose weights are kept; 0 keeps the last epoch's. A thousand tell
    /// epochs apart, since every epoch meets the same latent samples, and cost a sixtieth of MNIST.
    /// </summary>
    public int ValidationImages { get; init; } = 1000;

    /// <inheritdoc cref="ImageLoadOptions.Resize"/>
    public string? Resize { get; init; }

    /// <inheritdoc cref="ImageLoadOptions.Fit"/>
    public string? Fit { get; init; }

    /// <inheritdoc cref="ImageLoadOptions.ImageShape"/>
    public string? ImageShape { get; init; }

    /// <inheritdoc cref="ImageLoadOptions.PixelRange"/>
    public int? PixelRange { get; init; }

    /// <inheritdoc cref="ImageLoadOptions.TestShare"/>
    public double? TestShare { get; init; }

    /// <summary>The part that decides how data are read and split.</summary>
    public ImageLoadOptions ToReading() =>
        new() { Resize = Resize, Fit = Fit, ImageShape = ImageShape, PixelRange = PixelRange, TestShare = TestShare, Seed = Seed };

    /// <summary>These options with the values of a reading but for its seed.</summary>
    public TrainingOptions With(ImageLoadOptions reading)
    {
        return this with { Resize = reading.Resize, Fit = reading.Fit, ImageShape = reading.ImageShape, PixelRange = reading.PixelRange, TestShare = reading.TestShare };
    }

    /// <summary>Steps between two checkpoints within an epoch, 1 to 1,000,000,000; one is written after each epoch in any case. The weights do not depend on it.</summary>
    public int CheckpointSteps { get; init; } = 1000;

    /// <summary>SHA-256 of the file whose weights the run begins with, 64 lower-case hexadecimal digits; null for fresh ones.</summary>
    public string? InitialWeights { get; init; }

    /// <summary>The part that decides the network.</summary>
    public NetworkOptions ToNetwork() =>
        new() { Name = Network, LatentSize = LatentSize, Width = Width, Depth = Depth, Likelihood = Likelihood };

    /// <summary>Returns these options with the network's own width and depth where none is given, or throws if some are out of range.</summary>
    /// <exception cref="ArgumentException">Names every fault.</exception>
    public TrainingOptions Validated()
    {
        string[] faults = [.. TrainingOptionTable.Options.Faults(this), .. Conflicts()];
        return faults.Length == 0
            ? this with { Width = Width ?? VaeNetworks.DefaultWidth(Network), Depth = Depth ?? VaeNetworks.DefaultDepth(Network) }
            : throw new ArgumentException($"{string.Join(" ", faults)} Run \"vae train --help\" for usage.");
    }

    // What the range of one option alone does not say.
    private IEnumerable<string> Conflicts()
    {
        if (Network == KerasNetwork.Name && Depth > KerasNetwork.MaximumDepth)
        {
            yield return Invariant($"--depth is {Depth} with --network {Network}; expected a whole number, 1 to {KerasNetwork.MaximumDepth}.");
        }

        if (FreeBits != 0 && ImportanceSamples != 1)
        {
            yield return "--free-bits is given with --importance-samples above 1; expected one of them: the importance-weighted bound has no KL term of its own.";
        }
    }
}

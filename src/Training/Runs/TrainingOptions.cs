using System.Globalization;
using VaePipeline.Training.Networks;

namespace VaePipeline.Training.Runs;

/// <summary>Everything that decides a run besides its data. Written into the model's card.</summary>
internal sealed record TrainingOptions
{
    /// <summary>One of <see cref="VaeNetworks.Names"/>.</summary>
    public string Network { get; init; } = KerasNetwork.Name;

    /// <summary>L, 1 to 4096.</summary>
    public int LatentSize { get; init; } = 2;

    /// <summary>How often the training images are gone through, 1 to 100,000.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Images a step, 1 to 65,536.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's rate at its peak, above 0 and at most 1; it falls along a cosine to zero at the last step.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Steps in which the rate rises to its peak, 0 to 1,000,000; half of the run where that is less.</summary>
    public int WarmUpSteps { get; init; } = 300;

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

    /// <summary>Returns these options, or throws where some are out of range.</summary>
    /// <exception cref="ArgumentException">Names every fault.</exception>
    public TrainingOptions Validated()
    {
        var faults = new List<string>();
        Check(VaeNetworks.Names.Contains(Network), "--network", Network, string.Join(" or ", VaeNetworks.Names));
        CheckRange("--latent-size", LatentSize, 1, VaeNetworks.MaximumLatentSize);
        CheckRange("--epochs", Epochs, 1, 100_000);
        CheckRange("--batch-size", BatchSize, 1, 65_536);
        Check(LearningRate is > 0 and <= 1, "--learning-rate", LearningRate.ToString("R", CultureInfo.InvariantCulture), "above 0 and at most 1");
        CheckRange("--warm-up-steps", WarmUpSteps, 0, 1_000_000);
        CheckRange("--seed", Seed, 0, long.MaxValue);
        CheckRange("--threads", Threads, 1, 1024);
        CheckRange("--images", Images ?? 1, 1, int.MaxValue);
        CheckRange("--validation", ValidationImages, 0, int.MaxValue);
        return faults.Count == 0
            ? this
            : throw new ArgumentException(string.Join(" ", faults) + " See `vae train --help`.");

        void Check(bool holds, string option, string found, string expected)
        {
            if (!holds)
            {
                faults.Add($"{option}: {found}; expected {expected}.");
            }
        }

        void CheckRange(string option, long value, long low, long high) => Check(
            value >= low && value <= high,
            option,
            value.ToString(CultureInfo.InvariantCulture),
            high is int.MaxValue or long.MaxValue
                ? string.Create(CultureInfo.InvariantCulture, $"at least {low}")
                : string.Create(CultureInfo.InvariantCulture, $"{low} to {high}"));
    }
}

using VaePipeline.CommandLine;
namespace VaePipeline.Training.Options;

/// <summary>The options of a run, each declared once: for <c>vae train</c>, for the files of <c>--config</c>, and for <see cref="TrainingOptions.Validated"/>.</summary>
internal static class TrainingOptionTable
{
    private static readonly NumberRange<double> Share = new(0, 1);

    public static OptionTable<TrainingOptions> Options { get; } = new(
    [
        new TextEntry<TrainingOptions>("--network", TextForm.OneOf(VaeNetworks.Names), "Network.", o => o.Network, (o, value) => o with { Network = value }),
        Number("--latent-size", new(1, VaeNetworks.MaximumLatentSize), "Latent dimensions.", o => o.LatentSize, (o, value) => o with { LatentSize = value }),
        Number(
            "--width",
            new(1, VaeNetworks.MaximumWidth),
            "Channels of the first convolution, doubled in each further one; of mlp and residual, units of a hidden layer.",
            o => o.Width,
            (o, value) => o with { Width = value },
            $"{VaeNetworks.DefaultWidth(KerasNetwork.Name)}; mlp and residual {VaeNetworks.DefaultWidth(ResidualNetwork.Name)}"),
        Number(
            "--depth",
            new(1, VaeNetworks.MaximumDepth),
            "Stages that halve the image; of mlp, hidden layers; of residual, blocks.",
            o => o.Depth,
            (o, value) => o with { Depth = value },
            $"{VaeNetworks.DefaultDepth(KerasNetwork.Name)}"),
        new TextEntry<TrainingOptions>(
            "--likelihood",
            TextForm.OneOf("bernoulli", "gaussian"),
            "What a pixel stands for: bernoulli, a probability; gaussian, a mean with one learned spread.",
            o => o.Likelihood == Likelihood.Gaussian ? "gaussian" : "bernoulli",
            (o, value) => o with { Likelihood = value == "gaussian" ? Likelihood.Gaussian : Likelihood.Bernoulli }),
        Number("--epochs", new(1, 100_000), "Passes over the training images.", o => o.Epochs, (o, value) => o with { Epochs = value }),
        Number("--batch-size", new(1, 65_536), "Images per step.", o => o.BatchSize, (o, value) => o with { BatchSize = value }),
        Real("--learning-rate", Share with { IsLowOpen = true }, "AdamW's rate at its peak; it falls along a cosine to zero.", o => o.LearningRate, (o, value) => o with { LearningRate = value }),
        Number("--warm-up-steps", new(0, 1_000_000), "Steps in which the rate rises to its peak; half of the run if that is less.", o => o.WarmUpSteps, (o, value) => o with { WarmUpSteps = value }),
        Real("--weight-decay", Share, "AdamW's weight decay.", o => o.WeightDecay, (o, value) => o with { WeightDecay = value }),
        Real(
            "--ema",
            Share with { IsHighOpen = true },
            "Share of the moving average of the weights that each step keeps, such as 0.999; the average is what is measured and exported. 0: none.",
            o => o.EmaDecay,
            (o, value) => o with { EmaDecay = value },
            "emaDecay"),
        Real("--clip-norm", new(0, double.MaxValue), "Largest norm of all gradients together. 0: any.", o => o.ClipNorm, (o, value) => o with { ClipNorm = value }),
        Real("--beta", new(0, 1000), "Weight of the KL term.", o => o.Beta, (o, value) => o with { Beta = value }),
        Real(
            "--kl-warm-up",
            new(0, 100_000),
            "Epochs in which the weight of the KL term rises from zero.",
            o => o.KlWarmUpEpochs,
            (o, value) => o with { KlWarmUpEpochs = value },
            "klWarmUpEpochs"),
        Real("--free-bits", new(0, 100), "KL divergence of each latent, in nats, below which the objective gains nothing.", o => o.FreeBits, (o, value) => o with { FreeBits = value }),
        Number("--importance-samples", new(1, 10_000), "Samples of the importance-weighted bound (IWAE); 1 is the ELBO.", o => o.ImportanceSamples, (o, value) => o with { ImportanceSamples = value }),
        Real("--binarize-input", Share, "Share of the images whose pixels the encoder sees drawn as 0 or 1 while training; 1 is all.", o => o.BinarizeInput, (o, value) => o with { BinarizeInput = value }),
        Number("--shift-input", new(0, 64), "Shift the images that the encoder sees by up to N pixels while training.", o => o.ShiftInput, (o, value) => o with { ShiftInput = value }),
        Number("--images", new(1, int.MaxValue), "Use the first N training images only.", o => o.Images, (o, value) => o with { Images = value }, "all; 60000 of digits"),
        Number(
            "--validation",
            new(0, int.MaxValue),
            "Training images held out to choose the epoch whose weights are kept; 0 keeps the last.",
            o => o.ValidationImages,
            (o, value) => o with { ValidationImages = value },
            jsonName: "validationImages"),
        Number("--checkpoint-steps", new(1, 1_000_000_000), "Steps between two checkpoints within an epoch; one is always written after each epoch.", o => o.CheckpointSteps, (o, value) => o with { CheckpointSteps = value }),
        new NumberEntry<TrainingOptions, long>(
            "--seed",
            new(0, long.MaxValue),
            "Seed of weights, split, order and samples: the same seed and threads give the same model.",
            o => o.Seed,
            (o, value) => o with { Seed = value }),
        Number("--threads", new(1, 1024), "Threads for tensor arithmetic.", o => o.Threads, (o, value) => o with { Threads = value }, "physical cores"),
        .. DataSetOptions.Reading.Entries.Select(entry => entry.Within<TrainingOptions>(o => o.ToReading(), (o, reading) => o.With(reading))),
    ]);

    private static NumberEntry<TrainingOptions, int> Number(
        string name, NumberRange<int> range, string help, Func<TrainingOptions, int?> get, Func<TrainingOptions, int, TrainingOptions> set, string? shownDefault = null, string? jsonName = null) =>
        new(name, range, help, get, set, shownDefault, jsonName);

    private static NumberEntry<TrainingOptions, double> Real(
        string name, NumberRange<double> range, string help, Func<TrainingOptions, double?> get, Func<TrainingOptions, double, TrainingOptions> set, string? jsonName = null) =>
        new(name, range, help, get, set, jsonName: jsonName);
}

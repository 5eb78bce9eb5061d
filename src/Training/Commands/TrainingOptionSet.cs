using System.CommandLine;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Commands;

/// <summary>The options of <c>train</c> that decide a run: those that are given replace the values of other options.</summary>
internal sealed class TrainingOptionSet
{
    private readonly List<Entry> _entries = [];

    /// <param name="defaults">Values that help names.</param>
    public TrainingOptionSet(TrainingOptions defaults)
    {
        Add<string>("--network", $"Network: {string.Join(", ", VaeNetworks.Names)}.", defaults.Network, (options, value) => options with { Network = value });
        Add<int>("--latent-size", "Latent dimensions.", defaults.LatentSize, (options, value) => options with { LatentSize = value });
        Add<int>("--width", "Channels of the first convolution, doubled in each further one; of mlp and residual, units of a hidden layer.", $"{KerasNetwork.DefaultWidth}; mlp and residual {ResidualNetwork.DefaultWidth}", (options, value) => options with { Width = value });
        Add<int>("--depth", "Stages that halve the image; of mlp, hidden layers; of residual, blocks.", KerasNetwork.DefaultDepth, (options, value) => options with { Depth = value });
        Add(LikelihoodOption(), "bernoulli", (options, value) => options with { Likelihood = value });
        Add<int>("--epochs", "How often the training images are gone through.", defaults.Epochs, (options, value) => options with { Epochs = value });
        Add<int>("--batch-size", "Images a step.", defaults.BatchSize, (options, value) => options with { BatchSize = value });
        Add<double>("--learning-rate", "AdamW's rate at its peak; it falls along a cosine to zero.", defaults.LearningRate, (options, value) => options with { LearningRate = value });
        Add<int>("--warm-up-steps", "Steps in which the rate rises to its peak; half of the run where that is less.", defaults.WarmUpSteps, (options, value) => options with { WarmUpSteps = value });
        Add<double>("--weight-decay", "AdamW's weight decay.", defaults.WeightDecay, (options, value) => options with { WeightDecay = value });
        Add<double>("--ema", "Share of the weights' moving average that a step keeps, as 0.999; the average is what is measured and exported. 0: none.", defaults.EmaDecay, (options, value) => options with { EmaDecay = value });
        Add<double>("--clip-norm", "Largest norm of all gradients together. 0: any.", defaults.ClipNorm, (options, value) => options with { ClipNorm = value });
        Add<double>("--beta", "Weight of the KL term.", defaults.Beta, (options, value) => options with { Beta = value });
        Add<double>("--kl-warm-up", "Epochs in which the weight of the KL term rises from zero.", defaults.KlWarmUpEpochs, (options, value) => options with { KlWarmUpEpochs = value });
        Add<double>("--free-bits", "Nats of KL divergence of each latent below which nothing is gained.", defaults.FreeBits, (options, value) => options with { FreeBits = value });
        Add<int>("--importance-samples", "Samples of the importance-weighted bound (IWAE); 1 is the ELBO.", defaults.ImportanceSamples, (options, value) => options with { ImportanceSamples = value });
        Add<double>("--binarize-input", "Share of the images of which the encoder sees pixels drawn as 0 or 1 while training; 1 is all.", defaults.BinarizeInput, (options, value) => options with { BinarizeInput = value });
        Add<int>("--shift-input", "Move the encoder's images by up to so many pixels while training.", defaults.ShiftInput, (options, value) => options with { ShiftInput = value });
        Add<int>("--images", "Use the first N training images only.", "all; 60000 of digits", (options, value) => options with { Images = value });
        Add<int>("--validation", "Training images held out to choose the epoch whose weights are kept; 0 keeps the last.", defaults.ValidationImages, (options, value) => options with { ValidationImages = value });
        Add<int>("--checkpoint-steps", "Steps between two checkpoints within an epoch; one is written behind each epoch anyhow.", defaults.CheckpointSteps, (options, value) => options with { CheckpointSteps = value });
        Add<long>("--seed", "Decides weights, split, order and samples: same seed and threads, same model.", defaults.Seed, (options, value) => options with { Seed = value });
        Add<int>("--threads", "Threads for tensor arithmetic.", "physical cores", (options, value) => options with { Threads = value });
    }

    /// <summary>Makes a command take the options.</summary>
    public void AddTo(Command command)
    {
        _entries.ForEach(entry => command.Options.Add(entry.Option));
    }

    /// <summary>Replaces what the command line gives.</summary>
    public TrainingOptions Apply(ParseResult parsed, TrainingOptions options) =>
        _entries.Aggregate(options, (changed, entry) => entry.Apply(parsed, changed));

    // By hand: the library's own message for enums names types of ours.
    private static Option<Likelihood> LikelihoodOption() => new("--likelihood")
    {
        Description = "What a pixel stands for: bernoulli, a probability; gaussian, a mean with one learned spread.",
        HelpName = "bernoulli|gaussian",
        CustomParser = result =>
        {
            string found = result.Tokens[0].Value;
            if (found is not ("bernoulli" or "gaussian"))
            {
                result.AddError($"--likelihood: {found}; expected bernoulli or gaussian.");
            }

            return found == "gaussian" ? Likelihood.Gaussian : Likelihood.Bernoulli;
        },
    };

    private void Add<T>(string name, string description, object shownDefault, Func<TrainingOptions, T, TrainingOptions> set) =>
        Add(new Option<T>(name) { Description = description }, shownDefault, set);

    private void Add<T>(Option<T> option, object shownDefault, Func<TrainingOptions, T, TrainingOptions> set)
    {
        option.Description = string.Create(CultureInfo.InvariantCulture, $"{option.Description} [default: {shownDefault}]");
        _entries.Add(new Entry(option, (parsed, options) => parsed.GetResult(option) is null or { Implicit: true } ? options : set(options, parsed.GetRequiredValue(option))));
    }

    private sealed record Entry(Option Option, Func<ParseResult, TrainingOptions, TrainingOptions> Apply);
}

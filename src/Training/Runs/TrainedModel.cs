using VaePipeline.Data.Sets;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Runs;

/// <summary>A model at the end of its run, with all that its folder says about it.</summary>
/// <param name="Vae">The trained network; stays its owner's.</param>
/// <param name="Data">What it was trained on.</param>
/// <param name="Options">How.</param>
/// <param name="Report">What the run came to.</param>
/// <param name="Test">Both terms on the test images.</param>
/// <param name="Log">The lines of <c>training.log</c>.</param>
internal sealed record TrainedModel(
    Vae Vae, DataSet Data, TrainingOptions Options, TrainingReport Report, ElboTerms Test, IReadOnlyList<string> Log);

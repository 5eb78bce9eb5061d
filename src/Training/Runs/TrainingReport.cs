using VaePipeline.Data.Sets;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Runs;

/// <summary>What a run came to.</summary>
/// <param name="Epochs">One report per epoch.</param>
/// <param name="KeptEpoch">The epoch whose weights the model has now, from 1.</param>
/// <param name="Steps">Steps of the run.</param>
/// <param name="Duration">Wall-clock time of training and validation, over all parts of a run that was cut off and resumed.</param>
internal sealed record TrainingReport(IReadOnlyList<EpochReport> Epochs, int KeptEpoch, long Steps, TimeSpan Duration);

/// <summary>What an epoch came to.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Epochs">Epochs of the run.</param>
/// <param name="Training">Mean over the epoch's steps, while the weights moved.</param>
/// <param name="Validation">On the held-out images after the epoch; null if none are held out.</param>
/// <param name="IsBest">Whether no earlier epoch was better on the held-out images.</param>
/// <param name="ImagesPerSecond">Training images per second, validation not counted.</param>
internal sealed record EpochReport(
    int Epoch, int Epochs, ElboTerms Training, ElboTerms? Validation, bool IsBest, double ImagesPerSecond)
{
    /// <summary>One line, the same in every culture.</summary>
    public override string ToString()
    {
        string validation = Validation is { } held ? $", validation {Format(held)}{(IsBest ? " (best)" : "")}" : "";
        return Invariant($"epoch {Epoch}/{Epochs}: train {Format(Training)}{validation}, {ImagesPerSecond:F0} images/s");
    }

    /// <summary>Both terms and their sum, as <c>143.59 + 6.38 = 149.98</c>.</summary>
    public static string Format(ElboTerms terms) => Invariant($"{terms.Reconstruction:F2} + {terms.KlDivergence:F2} = {terms.NegativeElbo:F2}");
}

/// <summary>Where a run stands after a step.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Steps done since the run began.</param>
/// <param name="Steps">Steps of the whole run.</param>
/// <param name="EpochTerms">Mean of the epoch's steps so far.</param>
/// <param name="ImagesPerSecond">Training images per second in this epoch so far.</param>
internal readonly record struct StepReport(int Epoch, long Step, long Steps, ElboTerms EpochTerms, double ImagesPerSecond);

/// <summary>Hears how a run goes: a bar on a terminal, plain lines elsewhere. Called on the training thread.</summary>
internal interface ITrainingProgress
{
    /// <summary>A step is done.</summary>
    void OnStep(in StepReport step);

    /// <summary>An epoch is done, its validation included. A run that is resumed tells of the epochs before, too.</summary>
    void OnEpoch(EpochReport epoch);
}

/// <summary>A model at the end of its run, with all that its folder says about it.</summary>
/// <param name="Vae">The trained network; stays its owner's.</param>
/// <param name="Data">What it was trained on.</param>
/// <param name="Options">How.</param>
/// <param name="Report">What the run came to.</param>
/// <param name="Test">Both terms on the test images.</param>
/// <param name="Log">The lines of <c>training.log</c>.</param>
internal sealed record TrainedModel(
    Vae Vae, DataSet Data, TrainingOptions Options, TrainingReport Report, ElboTerms Test, IReadOnlyList<string> Log);

using VaePipeline.Training.Objective;

namespace VaePipeline.Training.Runs;

/// <summary>What an epoch came to.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Epochs">Epochs of the run.</param>
/// <param name="Training">Mean over the epoch's steps, while the weights moved.</param>
/// <param name="Validation">On the held-out images after the epoch; null where none are held out.</param>
/// <param name="IsBest">Whether no earlier epoch was better on the held-out images.</param>
/// <param name="ImagesPerSecond">Training images a second, validation not counted.</param>
internal sealed record EpochReport(
    int Epoch, int Epochs, ElboTerms Training, ElboTerms? Validation, bool IsBest, double ImagesPerSecond)
{
    /// <summary>One line, the same in every culture.</summary>
    public override string ToString()
    {
        string validation = Validation is { } held ? $", validation {Format(held)}{(IsBest ? " (best)" : "")}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {Epoch}/{Epochs}: train {Format(Training)}{validation}, {ImagesPerSecond:F0} images/s");
    }

    /// <summary>Both terms and their sum, as <c>143.59 + 6.38 = 149.98</c>.</summary>
    public static string Format(ElboTerms terms) => string.Create(
        CultureInfo.InvariantCulture, $"{terms.Reconstruction:F2} + {terms.KlDivergence:F2} = {terms.NegativeElbo:F2}");
}

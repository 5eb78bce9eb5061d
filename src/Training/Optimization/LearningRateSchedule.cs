namespace VaePipeline.Training.Optimization;

/// <summary>
/// A rate that rises linearly to its peak and falls to zero along half a cosine (Loshchilov and Hutter 2017, without
/// restarts). It follows from the step alone, so a resumed run needs no state of it.
/// </summary>
/// <remarks>
/// The rise keeps steps small while Adam's second moments rest on few gradients.
/// </remarks>
/// <param name="Peak">The rate that the rise ends at.</param>
/// <param name="WarmUpSteps">Steps of the rise; 0 for none.</param>
/// <param name="Steps">Steps of the whole run, at least 1.</param>
internal readonly record struct LearningRateSchedule(double Peak, long WarmUpSteps, long Steps)
{
    /// <summary>Rate of a step, 0 .. <see cref="Steps"/> - 1; always above 0 there.</summary>
    public double RateAt(long step) =>
        Peak * Math.Min(1, (step + 1) / (double)Math.Max(1, WarmUpSteps)) * 0.5 * (1 + Math.Cos(Math.PI * step / Steps));
}

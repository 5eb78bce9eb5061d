namespace VaePipeline.Training.Optimization;

/// <summary>
/// Learning rate that falls from its peak to zero along half a cosine (Loshchilov and Hutter 2017, without restarts). It
/// follows from the step alone, so a resumed run needs no scheduler state.
/// </summary>
/// <param name="Peak">Rate of step 0.</param>
/// <param name="Steps">Steps of the whole run, at least 1.</param>
internal readonly record struct CosineDecay(double Peak, long Steps)
{
    /// <summary>Rate of a step, 0 .. <see cref="Steps"/> - 1; always above 0 there.</summary>
    public double RateAt(long step) => Peak * 0.5 * (1 + Math.Cos(Math.PI * step / Steps));
}

using VaePipeline.Training.Data;

namespace VaePipeline.Training.Runs;

/// <summary>The seeds of a run, one for each purpose, so that changing one draw leaves the others as they were.</summary>
/// <param name="Seed">The run's own seed.</param>
internal readonly record struct RunSeeds(long Seed)
{
    /// <summary>First weights.</summary>
    public long Weights => Derive(1);

    /// <summary>Which images are held out.</summary>
    public long Split => Derive(2);

    /// <summary>Order of the images; each epoch draws its own from it.</summary>
    public long Order => Derive(3);

    /// <summary>Latent samples while training.</summary>
    public long TrainingNoise => Derive(4);

    /// <summary>Latent samples while measuring.</summary>
    public long EvaluationNoise => Derive(5);

    // Cleared sign bit: engines take seeds as signed numbers.
    private long Derive(long purpose) => (long)(new SeededRandom(Seed, purpose).Next() >> 1);
}

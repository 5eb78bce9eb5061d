namespace VaePipeline.Contracts.Numbers;

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

    /// <summary>Latent samples while training; each step derives its own, see <see cref="OfStep"/>.</summary>
    public long TrainingNoise => Derive(4);

    /// <summary>Latent samples while measuring.</summary>
    public long EvaluationNoise => Derive(5);

    /// <summary>What happens to the encoder's images while training; each step derives its own.</summary>
    public long InputNoise => Derive(6);

    /// <summary>Latent samples of the importance-weighted bound.</summary>
    public long ImportanceNoise => Derive(7);

    /// <summary>Which images become the test part of data that have none.</summary>
    public long TestPart => Derive(8);

    /// <summary>The seed of one step: a run that starts at it again needs no state of a generator.</summary>
    /// <param name="seed">The seed of a purpose.</param>
    /// <param name="step">From 0.</param>
    public static ulong OfStep(long seed, long step) => new SeededRandom(seed, step).Next() >> 1;

    // Cleared sign bit: engines take seeds as signed numbers.
    private long Derive(long purpose) => (long)(new SeededRandom(Seed, purpose).Next() >> 1);
}

using System.Globalization;

namespace VaePipeline.Benchmarks.Running;

/// <summary>
/// Measures contestants in turn, A B C A B C ..., so that what slows the machine down for a while meets all of them.
/// </summary>
internal static class Interleaving
{
    /// <summary>Measures each contestant once unrecorded, as a warm-up, then once in each round.</summary>
    /// <param name="title">What is measured, for <paramref name="progress"/>.</param>
    /// <param name="contestants">One or more, in the order in which they are measured.</param>
    /// <param name="rounds">How many samples each gets.</param>
    /// <param name="progress">Receives a line for each round.</param>
    /// <returns>A series for each contestant, in the order given.</returns>
    public static Series<TSample>[] Run<TSample>(
        string title, IReadOnlyList<Contestant<TSample>> contestants, int rounds, TextWriter progress)
    {
        var samples = contestants.Select(_ => new List<TSample>()).ToArray();
        for (int round = 0; round <= rounds; round++)
        {
            progress.WriteLine(round == 0 ? $"{title}: warm-up" : string.Create(CultureInfo.InvariantCulture, $"{title}: round {round} of {rounds}"));
            for (int i = 0; i < contestants.Count; i++)
            {
                TSample sample = contestants[i].Measure();
                if (round > 0)
                {
                    samples[i].Add(sample);
                }
            }
        }

        return [.. contestants.Zip(samples, (contestant, taken) => new Series<TSample>(contestant.Name, taken))];
    }
}

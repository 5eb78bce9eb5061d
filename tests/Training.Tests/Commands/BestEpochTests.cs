using VaePipeline.Training.Commands;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Tests.Commands;

public sealed class BestEpochTests
{
    [Fact]
    public void ToString_names_the_best_epoch_seen()
    {
        var best = new BestEpoch();
        Assert.Equal("", best.ToString());

        best.See(Report(1, 150, isBest: true));
        best.See(Report(2, 149.25, isBest: true));
        best.See(Report(3, 151, isBest: false));

        Assert.Equal(", best 151.75 (epoch 2)", best.ToString());
    }

    private static EpochReport Report(int epoch, double reconstruction, bool isBest) =>
        new(epoch, 9, new ElboTerms(1, 1), new ElboTerms(reconstruction, 2.5), isBest, 100);
}

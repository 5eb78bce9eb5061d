using VaePipeline.Training.Batches;

namespace VaePipeline.Training.Tests.Batches;

public sealed class TrainingSplitTests
{
    [Fact]
    public void Create_uses_every_image_once()
    {
        var split = TrainingSplit.Create(100, 30, seed: 4);

        Assert.Equal(70, split.Training.Length);
        Assert.Equal(30, split.Validation.Length);
        Assert.Equal(Enumerable.Range(0, 100), split.Training.Concat(split.Validation).Order());
    }

    [Fact]
    public void Create_depends_on_the_seed_alone()
    {
        Assert.Equal(TrainingSplit.Create(100, 30, seed: 4).Validation, TrainingSplit.Create(100, 30, seed: 4).Validation);
        Assert.NotEqual(TrainingSplit.Create(100, 30, seed: 4).Validation, TrainingSplit.Create(100, 30, seed: 5).Validation);
    }

    [Fact]
    public void Create_leaves_at_least_one_image_to_train_on() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TrainingSplit.Create(100, 100, seed: 4));
}

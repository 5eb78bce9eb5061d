using VaePipeline.Contracts.Models;

namespace VaePipeline.OnnxExport.Tests.Graphs;

public sealed class BatchShapeTests
{
    [Fact]
    public void Sizes_rank_and_elements_leave_the_batch_axis_open()
    {
        var shape = new BatchShape(3, 28, 20);

        Assert.Equal(4, shape.Rank);
        Assert.Equal([3, 28, 20], shape.Sizes.ToArray());
        Assert.Equal((3, 20), (shape[1], shape[3]));
        Assert.Equal(1680, shape.ElementsPerItem);
        Assert.Equal("[N, 3, 28, 20]", shape.ToString());
    }

    [Fact]
    public void Shape_of_the_batch_axis_alone_has_one_element_an_item()
    {
        var shape = new BatchShape();

        Assert.Equal((1, 1), (shape.Rank, shape.ElementsPerItem));
        Assert.Equal("[N]", shape.ToString());
    }

    [Fact]
    public void Equals_compares_sizes()
    {
        Assert.Equal(new BatchShape(2, 3), new BatchShape(2, 3));
        Assert.Equal(new BatchShape(2, 3).GetHashCode(), new BatchShape(2, 3).GetHashCode());
        Assert.NotEqual(new BatchShape(2, 3), new BatchShape(3, 2));
        Assert.NotEqual(new BatchShape(2, 3), new BatchShape(2, 3, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Size_below_one_is_refused(long size)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchShape(4, size));
    }

    [Fact]
    public void BatchAxis_is_the_one_that_readers_of_a_model_expect()
    {
        Assert.Equal(TensorNames.BatchAxis, BatchShape.BatchAxis);
    }
}

using VaePipeline.OnnxExport.Layers;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class PoolingAxisTests
{
    // Windows of 2 pixels, step 2, over 5 pixels: 0-1, 2-3, and 4 with one beyond if rounded up.
    [Theory]
    [InlineData(false, 2, 0, 2)]
    [InlineData(true, 3, 1, 1)]
    public void Windows_and_padding_follow_the_rounding(bool isCeiling, int windows, int paddingAfter, int insideLast)
    {
        var axis = new PoolingAxis(Size: 5, Kernel: 2, Stride: 2, Padding: 0, Dilation: 1, isCeiling);

        Assert.Equal((windows, paddingAfter, insideLast), (axis.Windows, axis.PaddingAfter, axis.Inside(axis.Windows - 1)));
    }

    // 4 pixels padded to 6, step 3, windows of 2: at -1, 2, and at 5, where only padding is left: it is dropped.
    [Fact]
    public void Windows_that_begin_behind_the_image_are_dropped()
    {
        var axis = new PoolingAxis(Size: 4, Kernel: 2, Stride: 3, Padding: 1, Dilation: 1, IsCeiling: true);

        Assert.Equal((2, 1), (axis.Windows, axis.PaddingAfter));
    }

    [Theory]
    [InlineData(3, 3, 1, 1)]
    [InlineData(3, 2, 2, 1)]
    [InlineData(2, 3, 1, 0)]
    [InlineData(2, 2, 2, 0)]
    public void Windows_of_dilated_kernels_span_more(int size, int kernel, int dilation, int windows)
    {
        var axis = new PoolingAxis(size, kernel, Stride: 5, Padding: 0, dilation, IsCeiling: false);

        Assert.Equal(3, axis.Extent);
        Assert.Equal(windows, axis.Windows);
    }
}

using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Contracts.Tests.Pictures;

public sealed class ChannelPlanesTests
{
    [Fact]
    public void Split_makes_a_plane_for_each_channel_and_Join_puts_them_back()
    {
        byte[] interleaved = [1, 2, 3, 11, 12, 13];
        byte[] planes = new byte[6], joined = new byte[6];

        ChannelPlanes.Split(interleaved, 3, planes);
        ChannelPlanes.Join(planes, 3, joined);

        Assert.Equal([1, 11, 2, 12, 3, 13], planes);
        Assert.Equal(interleaved, joined);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Join_undoes_Split(int channels)
    {
        byte[] picture = [.. Enumerable.Range(0, 24).Select(value => (byte)value)];
        byte[] planes = new byte[24], joined = new byte[24];

        ChannelPlanes.Split(picture, channels, planes);
        ChannelPlanes.Join(planes, channels, joined);

        Assert.Equal(picture, joined);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        ArgumentException split = Assert.Throws<ArgumentException>(() => ChannelPlanes.Split(new byte[6], 3, new byte[5]));
        ArgumentException join = Assert.Throws<ArgumentException>(() => ChannelPlanes.Join(new byte[7], 3, new byte[7]));

        Assert.StartsWith("6 values into 5; expected as many, a multiple of 3. Pass whole pictures.", split.Message, StringComparison.Ordinal);
        Assert.StartsWith("7 values into 7; expected as many, a multiple of 3. Pass whole pictures.", join.Message, StringComparison.Ordinal);
    }
}

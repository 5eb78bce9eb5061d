using VaePipeline.Data.Latents;

namespace VaePipeline.Data.Tests.Latents;

public sealed class ShardTests
{
    [Fact]
    public void Parse_reads_what_ToString_writes()
    {
        Assert.Equal(new Shard(3, 8), Shard.Parse("3/8"));
        Assert.Equal("3/8", new Shard(3, 8).ToString());
    }

    [Theory]
    [InlineData("8/8", "the shard is \"8/8\"; expected 0/8 to 7/8. Count from 0.")]
    [InlineData("1/1", "the shard is \"1/1\"; expected 0/1 to 0/1. Count from 0.")]
    [InlineData("0/0", "the shard is \"0/0\"; expected I/N, as 0/8 for the first of eight. Count from 0.")]
    [InlineData("-1/8", "the shard is \"-1/8\"; expected I/N")]
    [InlineData("3", "the shard is \"3\"; expected I/N")]
    [InlineData("3/8/9", "the shard is \"3/8/9\"; expected I/N")]
    [InlineData("3/99999999999", "the shard is \"3/99999999999\"; expected I/N")]
    [InlineData("", "the shard is \"\"; expected I/N")]
    public void Parse_refuses_what_is_out_of_range(string text, string message)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Shard.Parse(text));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}

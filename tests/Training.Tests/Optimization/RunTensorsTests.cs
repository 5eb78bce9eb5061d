using VaePipeline.Contracts.Safetensors;
using VaePipeline.Training.Optimization;

namespace VaePipeline.Training.Tests.Optimization;

public sealed class RunTensorsTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void FindNotFinite_names_the_tensor_wherever_the_value_lies(float value)
    {
        // Longer than any vector register, with a rest.
        for (int position = 0; position < 37; position++)
        {
            float[] data = Values();
            data[position] = value;

            Assert.Equal("moments", With(data).FindNotFinite());
        }
    }

    [Fact]
    public void FindNotFinite_takes_the_largest_numbers_for_numbers()
    {
        float[] data = Values();
        (data[0], data[1], data[2], data[36]) = (float.MaxValue, float.MaxValue, float.Epsilon, -float.MaxValue);

        Assert.Null(With(data).FindNotFinite());
    }

    private static float[] Values() => [.. Enumerable.Range(0, 37).Select(i => i - 18f)];

    private static RunTensors With(float[] data) => new(
        [new NamedTensor("weight", [37], Values())], [], [new NamedTensor("gradients", [37], Values())], [new NamedTensor("moments", [37], data)]);
}

using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.Tests.Running;

public sealed class RunSettingsTests
{
    [Fact]
    public void Validated_out_of_range_names_all_faults()
    {
        var settings = new RunSettings { Rounds = 0, Seconds = double.NaN };

        ArgumentException exception = Assert.Throws<ArgumentException>(settings.Validated);

        Assert.Equal("--rounds is 0; expected 1 to 1000. --seconds is NaN; expected 0.001 to 600.", exception.Message);
    }
}

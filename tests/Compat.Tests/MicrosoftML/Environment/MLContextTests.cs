using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace VaePipeline.Compat.Tests.MicrosoftML.Environment;

public class MLContextTests
{
    [Fact]
    public void Messages_of_a_host_reach_the_log()
    {
        var context = new MLContext();
        var messages = new List<LoggingEventArgs>();
        context.Log += (_, message) => messages.Add(message);
        IHostEnvironment environment = context;

        using (IChannel channel = environment.Register("Vae").Start("batch"))
            channel.Info(MessageSensitivity.None, "{0} rows", 3);

        Assert.Equal(
            ["Channel started", "3 rows", "Channel finished", "Channel disposed"],
            messages.Select(message => message.RawMessage.Split('.')[0]));
        Assert.Equal("[Source=Vae; batch, Kind=Info] 3 rows", messages[1].Message);
        Assert.Equal(ChannelMessageKind.Info, messages[1].Kind);
    }

    [Fact]
    public void Options_are_kept_by_name()
    {
        var context = new MLContext();

        Assert.True(context.TryAddOption("threads", 2));
        Assert.False(context.TryAddOption("threads", 3));
        Assert.True(context.TryGetOption("threads", out int threads));
        Assert.Equal(2, threads);
        context.SetOption("threads", 4);
        Assert.Equal(4, context.GetOptionOrDefault<int>("threads"));
        Assert.True(context.RemoveOption("threads"));
        Assert.False(context.TryGetOption("threads", out int _));
    }

    [Fact]
    public void Same_seed_gives_components_the_same_randomness()
    {
        IHostEnvironment first = new MLContext(7);
        IHostEnvironment second = new MLContext(7);
        IHostEnvironment other = new MLContext(8);

        int number = first.Register("A").Rand.Next();

        Assert.Equal(number, second.Register("A").Rand.Next());
        Assert.NotEqual(number, other.Register("A").Rand.Next());
    }

    [Fact]
    public void Settings_have_the_defaults_of_ml_net()
    {
        var context = new MLContext();

        Assert.Null(context.GpuDeviceId);
        Assert.False(context.FallbackToCpu);
        Assert.Equal(Path.GetTempPath(), context.TempFilePath);
    }
}

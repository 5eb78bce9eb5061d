using System.Diagnostics;

namespace Microsoft.ML.Runtime;

/// <summary>A text channel to the environment's listener; tells of its own start and end.</summary>
internal sealed class Channel : IChannel
{
    private readonly EnvironmentRoot _root;
    private readonly string _name;
    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _disposed;

    public Channel(EnvironmentRoot root, string name)
    {
        _root = root;
        _name = name;
        Trace(MessageSensitivity.None, "Channel started");
    }

    public string? ContextDescription => _name;

    public TException Process<TException>(TException ex)
        where TException : Exception => ExceptionMarks.Mark(ex, _name);

    public void Send(ChannelMessage msg) => _root.Listener?.Invoke(_name, msg);

    public void Trace(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Trace, sensitivity, fmt));

    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Trace, sensitivity, fmt, args));

    public void Error(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Error, sensitivity, fmt));

    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Error, sensitivity, fmt, args));

    public void Warning(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Warning, sensitivity, fmt));

    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Warning, sensitivity, fmt, args));

    public void Info(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Info, sensitivity, fmt));

    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Info, sensitivity, fmt, args));

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Trace(MessageSensitivity.None, "Channel finished. Elapsed {0:c}.", Stopwatch.GetElapsedTime(_started));
        Trace(MessageSensitivity.None, "Channel disposed");
    }
}

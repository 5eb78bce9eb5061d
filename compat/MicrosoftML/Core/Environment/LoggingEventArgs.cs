using System.Globalization;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A message that an <see cref="MLContext"/> logs.</summary>
public class LoggingEventArgs : EventArgs
{
    public LoggingEventArgs(string message)
    {
        Message = message;
    }

    /// <param name="message">The bare message; <see cref="Message"/> puts source and kind before it.</param>
    public LoggingEventArgs(string message, ChannelMessageKind kind, string source)
    {
        RawMessage = message;
        Kind = kind;
        Source = source;
        Message = string.Create(CultureInfo.InvariantCulture, $"[Source={source}, Kind={kind}] {message}");
    }

    public string Source { get; } = null!; // Null, as in the real package, where only a message was given.

    public ChannelMessageKind Kind { get; }

    public string Message { get; }

    public string RawMessage { get; } = null!; // As above.
}

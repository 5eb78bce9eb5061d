namespace Microsoft.ML.Runtime;

/// <summary>A pipe of messages that are no text: nothing listens to them in this implementation.</summary>
internal sealed class Pipe<TMessage>(string name) : IPipe<TMessage>
{
    public string? ContextDescription => name;

    public TException Process<TException>(TException ex)
        where TException : Exception => ExceptionMarks.Mark(ex, name);

    public void Send(TMessage msg)
    {
    }

    public void Dispose()
    {
    }
}

namespace Microsoft.ML.Runtime;

/// <summary>Carries messages to the listeners of its environment.</summary>
public interface IPipe<TMessage> : IExceptionContext, IDisposable
{
    void Send(TMessage msg);
}

namespace Microsoft.ML.Runtime;

/// <summary>Something that may throw, and marks its exceptions as its own.</summary>
public interface IExceptionContext
{
    string? ContextDescription { get; }

    TException Process<TException>(TException ex)
        where TException : Exception;
}

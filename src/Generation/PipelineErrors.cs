using System.Runtime.ExceptionServices;

namespace VaePipeline.Generation;

/// <summary>Finds the error that a user can act on inside what ML.NET wraps around it.</summary>
public static class PipelineErrors
{
    /// <summary>
    /// The first error that this project throws for its users (bad input, unwritable output, a missing file) or a
    /// cancellation in the chain of inner exceptions. ML.NET's worker threads wrap what a cursor throws: <c>Splitter/consolidator
    /// worker encountered exception while consuming source data</c>.
    /// </summary>
    /// <param name="exception">What reading a pipeline threw.</param>
    /// <returns>The cause, or <paramref name="exception"/> itself where there is none of these kinds.</returns>
    public static Exception Cause(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Find(exception) ?? exception;
    }

    /// <summary>Runs a job, and throws <see cref="Cause"/> if it fails.</summary>
    internal static T Run<T>(Func<T> job, CancellationToken cancellationToken)
    {
        try
        {
            return job();
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && Cause(exception) is BadInputException)
        {
            // Ctrl-C in a shell ends what writes into a pipe, too: then the input is not cut short.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception exception) when (Cause(exception) != exception)
        {
            ExceptionDispatchInfo.Throw(Cause(exception));
            throw;
        }
    }

    private static Exception? Find(Exception? exception) => exception switch
    {
        null => null,
        BadInputException or UnwritableOutputException or FileNotFoundException or DirectoryNotFoundException or OperationCanceledException => exception,
        AggregateException aggregate => aggregate.InnerExceptions.Select(Find).FirstOrDefault(found => found is not null),
        _ => Find(exception.InnerException),
    };
}

using System.Runtime.InteropServices;

namespace VaePipeline.CommandLine;

/// <summary>Turns an exception that ended a command into one line on stderr and an exit code.</summary>
internal static class CommandErrors
{
    /// <summary>Writes <c>error: …</c>, or <c>cancelled</c>, and says how to exit.</summary>
    /// <param name="exception">What ended the command.</param>
    /// <param name="stderr">Receives one line, and the stack trace after it if <paramref name="verbose"/> asks for it. Stays the caller's.</param>
    /// <param name="verbose">Whether to add the stack trace.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Report(Exception exception, TextWriter stderr, bool verbose)
    {
        Exception cause = exception;
        while (cause is AggregateException { InnerExceptions.Count: 1 } aggregate)
        {
            cause = aggregate.InnerExceptions[0];
        }

        int exitCode = ExitCodeOf(cause);
        stderr.WriteLine(exitCode == ExitCodes.Cancelled ? "cancelled" : $"error: {Describe(cause)}");

        if (verbose)
        {
            stderr.WriteLine(exception);
        }

        return exitCode;
    }

    private static int ExitCodeOf(Exception exception) => exception switch
    {
        OperationCanceledException => ExitCodes.Cancelled,
        BadInputException or InvalidDataException or ArgumentException or UnauthorizedAccessException => ExitCodes.BadInput,
        FileNotFoundException or DirectoryNotFoundException or UnwritableOutputException => ExitCodes.BadInput,
        _ => ExitCodes.Failed,
    };

    private static string Describe(Exception exception)
    {
        switch (exception)
        {
            case ArgumentException argument:
                // The runtime appends the parameter's name and value: they mean nothing to the user of a command.
                int suffix = argument.Message.IndexOf($" (Parameter '{argument.ParamName}')", StringComparison.Ordinal);
                return OneLine(suffix > 0 ? argument.Message[..suffix] : argument.Message);
            case TypeInitializationException { InnerException: { } inner }:
                return Describe(inner);
            case BadInputException or IOException or InvalidDataException or InvalidOperationException or UnauthorizedAccessException:
            case PlatformNotSupportedException or DllNotFoundException:
                return OneLine(exception.Message);
            case ExternalException:
                // libtorch adds its own stack trace from the second line on.
                return Unexpected(exception.Message.Split('\n')[0]);
            default:
                return Unexpected(exception.Message);
        }

        string Unexpected(string message) => OneLine($"unexpected {exception.GetType().Name}: {message} Run again with --verbose for the stack trace.");
    }

    private static string OneLine(string message)
        => string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}

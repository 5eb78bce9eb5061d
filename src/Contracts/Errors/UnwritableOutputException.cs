namespace VaePipeline.Contracts.Errors;

/// <summary>
/// An output path cannot be written at all: its folder is missing or read-only, it names a folder or a device, or a
/// file is there that must not be replaced. Unlike other <see cref="IOException"/>s it is the user's to correct, so
/// programs exit with code 2.
/// </summary>
public sealed class UnwritableOutputException : IOException
{
    /// <summary>Makes an exception with a general message.</summary>
    public UnwritableOutputException()
        : base("The output path cannot be written.")
    {
    }

    /// <summary>Makes an exception with a whole message.</summary>
    /// <param name="message">The message as the user sees it.</param>
    public UnwritableOutputException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a whole message and the error that led to it.</summary>
    /// <param name="message">The message as the user sees it.</param>
    /// <param name="innerException">The error that this one explains.</param>
    public UnwritableOutputException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

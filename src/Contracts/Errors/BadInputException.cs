namespace VaePipeline.Contracts.Errors;

/// <summary>
/// A file or value from outside is not what it must be. The message reads
/// <c>where: found; expected …. What to do.</c>; programs print it and exit with code 2.
/// (<see cref="InvalidDataException"/>, which the runtime's own readers throw, is sealed; programs treat both alike.)
/// </summary>
public class BadInputException : FormatException
{
    /// <summary>Makes an exception with a general message; prefer <see cref="In"/>, <see cref="AtLine"/> or <see cref="AtByte"/>.</summary>
    public BadInputException()
        : base("The input is not valid.")
    {
    }

    /// <summary>Makes an exception with a whole message of the form <c>where: found; expected …. What to do.</c></summary>
    /// <param name="message">The message as the user sees it.</param>
    public BadInputException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a whole message and the error that led to it.</summary>
    /// <param name="message">The message as the user sees it.</param>
    /// <param name="innerException">The error that this one explains.</param>
    public BadInputException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error in a file as a whole, a tensor or a named value: <c>where: found; expected …. What to do.</c></summary>
    /// <param name="where">File path, as the user gave it, or another name of the place.</param>
    /// <param name="found">What was found, with its real value; no full stop.</param>
    /// <param name="expected">What was expected, without the word itself; no full stop.</param>
    /// <param name="advice">What to do: one or two whole sentences.</param>
    /// <param name="inner">The error that led to this one, if any.</param>
    /// <returns>The exception, to be thrown by the caller.</returns>
    public static BadInputException In(string where, string found, string expected, string advice, Exception? inner = null)
        => new($"{where}: {found}; expected {expected}. {advice}", inner);

    /// <summary>An error in a line of a text file: <c>path:line: found; expected …. What to do.</c></summary>
    /// <param name="path">File path, as the user gave it.</param>
    /// <param name="line">Line number, from 1.</param>
    /// <param name="found">What was found; no full stop.</param>
    /// <param name="expected">What was expected; no full stop.</param>
    /// <param name="advice">What to do: one or two whole sentences.</param>
    /// <param name="inner">The error that led to this one, if any.</param>
    /// <returns>The exception, to be thrown by the caller.</returns>
    public static BadInputException AtLine(string path, long line, string found, string expected, string advice, Exception? inner = null)
        => In(Invariant($"{path}:{line}"), found, expected, advice, inner);

    /// <summary>An error at a place of a binary file: <c>path @ byte n: found; expected …. What to do.</c></summary>
    /// <param name="path">File path, as the user gave it.</param>
    /// <param name="offset">Byte offset from the start of the file (of the unpacked data, where the file is compressed).</param>
    /// <param name="found">What was found; no full stop.</param>
    /// <param name="expected">What was expected; no full stop.</param>
    /// <param name="advice">What to do: one or two whole sentences.</param>
    /// <param name="inner">The error that led to this one, if any.</param>
    /// <returns>The exception, to be thrown by the caller.</returns>
    public static BadInputException AtByte(string path, long offset, string found, string expected, string advice, Exception? inner = null)
        => In(Invariant($"{path} @ byte {offset}"), found, expected, advice, inner);
}

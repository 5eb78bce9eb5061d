namespace VaePipeline.Data.Latents;

/// <summary>One row of a file is not what it must be; the rows after it can be read.</summary>
public sealed class BadRowException : BadInputException
{
    private readonly string _path;
    private readonly RowFault _fault;

    internal BadRowException(string path, long line, RowFault fault, string text)
        : base(AtLine(path, line, fault.Found, fault.Expected, fault.Advice).Message)
    {
        (_path, _fault) = (path, fault);
        Line = line;
        Reason = $"{fault.Found}; expected {fault.Expected}";
        Text = text;
    }

    /// <summary>Number of the line, or of the row of a NPY file, from 1.</summary>
    public long Line { get; }

    /// <summary>What was found and what was expected.</summary>
    public string Reason { get; }

    /// <summary>The first 200 characters of the line, control characters as <c>\x1B</c>.</summary>
    public string Text { get; }

    /// <summary>The same error at another line.</summary>
    internal BadRowException At(long line) => new(_path, line, _fault, Text);
}

/// <summary>What is wrong with a row.</summary>
/// <param name="Found">What was found; no full stop.</param>
/// <param name="Expected">What was expected; no full stop.</param>
/// <param name="Advice">What to do: whole sentences.</param>
internal readonly record struct RowFault(string Found, string Expected, string Advice);

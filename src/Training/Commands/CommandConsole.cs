namespace VaePipeline.Training.Commands;

/// <summary>Where a command writes: results to one, progress and errors to the other.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Progress and errors.</param>
/// <param name="ErrorIsTerminal">Whether a person watches <paramref name="Error"/>, so that a bar may be drawn.</param>
internal sealed record CommandConsole(TextWriter Out, TextWriter Error, bool ErrorIsTerminal);

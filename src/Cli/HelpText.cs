namespace VaePipeline.Cli;

/// <summary>What a command's help says after the library's part.</summary>
/// <param name="Examples">Command lines, each with its comment.</param>
/// <param name="Notes">What the one-line description leaves out, each a line of at most 100 characters.</param>
internal sealed record HelpText(string[] Examples, params string[] Notes);

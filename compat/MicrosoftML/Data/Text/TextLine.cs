namespace Microsoft.ML.Data;

/// <summary>A line and its number in its file, from 1 on.</summary>
internal readonly record struct TextLine(long Number, string Text);

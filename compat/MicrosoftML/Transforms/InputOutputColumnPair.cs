using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>An output column and the input column that it is made of.</summary>
public sealed class InputOutputColumnPair
{
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="inputColumnName">The column to make it of; null: the one of the same name.</param>
    public InputOutputColumnPair(string outputColumnName, string? inputColumnName = null)
    {
        Arguments.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName ?? outputColumnName;
    }

    public string InputColumnName { get; }

    public string OutputColumnName { get; }
}

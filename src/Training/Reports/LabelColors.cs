namespace VaePipeline.Training.Reports;

/// <summary>Colours of labels, in CSS: ten that are told apart on white and on black, turns of the colour circle where there are more labels.</summary>
internal static class LabelColors
{
    // Hues far apart, neighbours of different lightness.
    private static readonly string[] Ten =
        ["#2f7ed8", "#f28500", "#2ca25f", "#d7302b", "#8e63ce", "#8c5a3c", "#e46fc0", "#7d8590", "#b3a800", "#19b5c9"];

    /// <summary>Colour of one label.</summary>
    /// <param name="index">Its place among the labels, from 0.</param>
    /// <param name="count">How many labels there are.</param>
    public static string Of(int index, int count) => count <= Ten.Length
        ? Ten[index]
        : string.Create(CultureInfo.InvariantCulture, $"hsl({index * 360.0 / count:F0} 65% {(index % 2 == 0 ? 45 : 62)}%)");
}

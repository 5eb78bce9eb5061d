namespace VaePipeline.Data.Plots;

/// <summary>Colours of labels, in CSS.</summary>
internal static class PlotColors
{
    // Petroff 2021, "Accessible Color Sequences for Data Visualization": readers with colour-vision deficiencies tell them apart.
    private static readonly string[] Ten =
        ["#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6", "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd"];

    /// <summary>Colour of one label: one of ten, or, if there are more labels, a turn of the colour circle.</summary>
    /// <param name="index">Its place among the labels, from 0.</param>
    /// <param name="count">How many labels there are.</param>
    public static string Of(int index, int count) => count <= Ten.Length
        ? Ten[index]
        : Invariant($"hsl({index * 360.0 / count:F0} 65% {(index % 2 == 0 ? 45 : 62)}%)");
}

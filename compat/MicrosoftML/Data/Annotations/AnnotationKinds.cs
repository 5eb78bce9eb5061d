namespace Microsoft.ML.Data;

/// <summary>Names of annotations that components look for.</summary>
internal static class AnnotationKinds
{
    /// <summary>Text for each slot of a vector.</summary>
    public const string SlotNames = "SlotNames";

    /// <summary>What each value of a key stands for.</summary>
    public const string KeyValues = "KeyValues";

    /// <summary>True where the values are of like size.</summary>
    public const string IsNormalized = "IsNormalized";

    /// <summary>Ranges of slots that are indicators of one category.</summary>
    public const string CategoricalSlotRanges = "CategoricalSlotRanges";
}

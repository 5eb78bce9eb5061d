namespace VaePipeline.Data.Images;

/// <summary>What the values of pixels run over in a file of numbers.</summary>
public enum PixelRange
{
    /// <summary>0 to 1.</summary>
    Unit,

    /// <summary>0 to 255.</summary>
    Byte,
}

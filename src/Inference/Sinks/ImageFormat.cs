namespace VaePipeline.Inference.Sinks;

/// <summary>In which form generated images are written.</summary>
public enum ImageFormat
{
    /// <summary>One PNG file with all images side by side, at most 10,000 of them.</summary>
    ContactSheet,

    /// <summary>A folder with one PNG file per row, named by its row: <c>0000000.png</c>, <c>0000001.png</c>, ….</summary>
    PngFolder,

    /// <summary>An IDX file of unsigned bytes [N, H, W], as MNIST's; grey images only.</summary>
    Idx,

    /// <summary>A NumPy file of unsigned bytes, [N, C, H, W].</summary>
    Npy,
}

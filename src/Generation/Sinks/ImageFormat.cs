namespace VaePipeline.Generation.Sinks;

/// <summary>In which form generated images are written.</summary>
public enum ImageFormat
{
    /// <summary>PNG files with many images side by side: <c>digits.png</c>, and where one page does not hold all, <c>digits-0002.png</c>, ….</summary>
    ContactSheet,

    /// <summary>An animated PNG file (APNG): one image after the other.</summary>
    Animation,

    /// <summary>A folder with one PNG file per row, named by its row, 1,000 in a sub-folder: <c>0000/0000000.png</c>, ….</summary>
    PngFolder,

    /// <summary>An IDX file of unsigned bytes [N, H, W], as MNIST's; grey images only.</summary>
    Idx,

    /// <summary>A NumPy file of unsigned bytes, [N, C, H, W].</summary>
    Npy,

    /// <summary>A NumPy file of float32, [N, C, H, W], as the decoder gives them.</summary>
    NpySingle,

    /// <summary>A text file with a header and one line an image: its C * H * W pixels, [C, H, W] row by row, 0 to 255, between commas.</summary>
    Csv,

    /// <summary>The pixels' bytes, [N, C, H, W], and nothing else.</summary>
    Raw,
}

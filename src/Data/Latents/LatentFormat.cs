namespace VaePipeline.Data.Latents;

/// <summary>Forms of a file of latents.</summary>
public enum LatentFormat
{
    /// <summary>Text, a row a line, commas between the numbers.</summary>
    Csv,

    /// <summary>Text, a row a line, tabs between the numbers.</summary>
    Tsv,

    /// <summary>A NumPy array [N, L] of float32 or float64.</summary>
    Npy,
}

namespace VaePipeline.Data.Latents;

/// <summary>A file of latents, and how to read it.</summary>
public sealed record LatentInput
{
    /// <summary>The path that stands for standard input.</summary>
    public const string StandardInputPath = "-";

    /// <summary>The file, plain or gzipped, or <see cref="StandardInputPath"/>.</summary>
    public required string Path { get; init; }

    /// <summary>L: how many numbers each row has, 1 or more.</summary>
    public required int LatentSize { get; init; }

    /// <summary>Names of the L columns of text that hold the latents, in their order; by default found by the rules of <see cref="LatentReader"/>.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Form of the file; by default (<c>null</c>) by its name and first bytes.</summary>
    public LatentFormat? Format { get; init; }

    /// <summary>The part of the file that is read; plain files only.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>Where to go on: what <see cref="LatentReader.Position"/> said after a row.</summary>
    public InputPosition Start { get; init; }

    /// <summary>What <see cref="StandardInputPath"/> stands for; stays the caller's.</summary>
    public Stream? StandardInput { get; init; }
}

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

/// <summary>A place in a file of rows.</summary>
/// <param name="Line">Lines, or rows of a NPY file, up to here: the number of the last one, from 1; 0 at the start.</param>
/// <param name="Offset">The first byte after it, of the unpacked data where the file is compressed.</param>
public readonly record struct InputPosition(long Line, long Offset);

namespace VaePipeline.Generation.Sinks;

/// <summary>How images are written.</summary>
public sealed record ImageSinkOptions
{
    /// <summary>The largest <see cref="FramesPerSecond"/>.</summary>
    public const int LargestFramesPerSecond = 100;

    /// <summary>The largest <see cref="Plays"/>.</summary>
    public const int LargestPlays = ushort.MaxValue;

    /// <summary>Whether output that is there already is replaced. By default it is refused.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Images in a row of a contact sheet, 1 to 10,000; null, the default, makes the sheet near-square.</summary>
    public int? Columns { get; init; }

    /// <summary>Rows of images on a page of a contact sheet, 1 to 10,000; null, the default, makes pages of at most 10,000 images.</summary>
    public int? PageRows { get; init; }

    /// <summary>Pixels between the images of a contact sheet, 0 to 64; 1 by default.</summary>
    public int Gap { get; init; } = 1;

    /// <summary>Images per second of an animation, 1 to 100; 10 by default.</summary>
    public int FramesPerSecond { get; init; } = 10;

    /// <summary>How often an animation plays, 0 to 65,535; 0, the default, means endlessly.</summary>
    public int Plays { get; init; }

    /// <summary>Returns these options if all are in range.</summary>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public ImageSinkOptions Validated()
    {
        List<string> faults = [];
        Check("columns", Columns ?? 1, 1, SheetPages.MaximumImages);
        Check("page rows", PageRows ?? 1, 1, SheetPages.MaximumImages);
        Check("gap", Gap, 0, 64, " pixels");
        Check("frames per second", FramesPerSecond, 1, LargestFramesPerSecond);
        Check("plays", Plays, 0, LargestPlays);
        return faults.Count == 0 ? this : throw new ArgumentException(string.Join(' ', faults));

        void Check(string name, int value, int low, int high, string unit = "")
        {
            if (value < low || value > high)
            {
                faults.Add(Invariant($"{name}: {value}; expected {low} to {high}{unit}."));
            }
        }
    }
}

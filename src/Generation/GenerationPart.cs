using VaePipeline.Data.Latents;

namespace VaePipeline.Generation;

/// <summary>One whole part of an output that shards have written.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Record">What the folder says of it.</param>
/// <param name="ImagesPath">Its images.</param>
internal sealed record GenerationPart(string Folder, GenerationRecord Record, string ImagesPath)
{
    private const int MostNamed = 20;

    /// <summary>Bytes in front of the images.</summary>
    public long HeaderBytes => Record.State.Images.Bytes - (Record.State.Images.Rows * RowBytes);

    /// <summary>Bytes of an image.</summary>
    public int RowBytes => Record.Image.PixelCount * (Record.Format == ImageFormat.NpySingle ? sizeof(float) : 1);

    /// <summary>Finds all parts of an output, in their order, and checks that they belong together.</summary>
    /// <exception cref="DirectoryNotFoundException">There are none.</exception>
    /// <exception cref="BadInputException">Some are missing, not whole, or of another run.</exception>
    public static IReadOnlyList<GenerationPart> ReadAll(ImageOutput output)
    {
        string parts = GenerationFolder.PartsOf(output.Path);
        string[] folders = Directory.Exists(parts) ? Directory.GetDirectories(parts) : [];
        int[] counts = [.. folders.Select(CountOf).OfType<int>().Distinct().Order()];
        if (counts.Length == 0)
        {
            throw new DirectoryNotFoundException($"{parts}: holds no parts; expected a folder for each shard. Run \"vae generate ... --output {output.Path} --shard I/N\" for each I from 0 to N-1 first.");
        }

        if (counts.Length > 1)
        {
            throw BadInputException.In(parts, $"parts of {string.Join(" and of ", counts)} shards", "those of one number of shards", "Remove those of the other run.");
        }

        string[] missing = [.. Enumerable.Range(0, counts[0]).Where(index => !Directory.Exists(GenerationFolder.PartOf(output.Path, new Shard(index, counts[0])))).Select(Text)];
        if (missing.Length > 0)
        {
            string named = string.Join(", ", missing.Take(MostNamed)) + (missing.Length > MostNamed ? ", ..." : "");
            throw BadInputException.In(
                parts, $"{missing.Length} of {counts[0]} parts are missing or not whole: {named}", "all of them, whole", "Run these shards, with --resume where they were cut off.");
        }

        GenerationPart[] read = [.. Enumerable.Range(0, counts[0]).Select(index => Read(output, new Shard(index, counts[0])))];
        foreach (GenerationPart part in read)
        {
            string[] differences = [.. read[0].Record.DifferencesTo(part.Record)];
            if (differences.Length > 0)
            {
                throw BadInputException.In(part.Folder, $"is of another run than {read[0].Folder}: {string.Join("; ", differences)}", "parts of one run", "Run the shards of the other run again.");
            }
        }

        return read;
    }

    private static GenerationPart Read(ImageOutput output, Shard shard)
    {
        string folder = GenerationFolder.PartOf(output.Path, shard);
        GenerationRecord? record = GenerationFolder.ReadRecord(folder);
        string images = Path.Combine(folder, GenerationFolder.ImagesName, Path.GetFileName(output.Path));
        if (record is not { IsComplete: true } || record.Shard != shard)
        {
            throw Damaged(folder, record is null ? "there is no record" : "the record is another part's", "a part as its shard wrote it");
        }

        GenerationState state = record.State;
        foreach ((string file, long bytes) in new[]
        {
            (images, state.Images.Bytes),
            (Path.Combine(folder, GenerationFolder.ManifestName), state.ManifestBytes),
            (Path.Combine(folder, GenerationFolder.RejectsName), state.Row.RejectsBytes),
        })
        {
            long found = File.Exists(file) ? new FileInfo(file).Length : -1;
            if (found != bytes)
            {
                throw Damaged(file, found < 0 ? "the file is missing" : Invariant($"the file has {found} bytes"), Invariant($"{bytes} bytes"));
            }
        }

        return new GenerationPart(folder, record, images);
    }

    private static BadInputException Damaged(string where, string found, string expected) =>
        BadInputException.In(where, found, expected, "The part is damaged: remove its folder and run its shard again.");

    // "3-of-8", and "3-of-8.partial", which is not whole but tells the number, too.
    private static int? CountOf(string folder)
    {
        string[] words = Path.GetFileNameWithoutExtension(folder).Split("-of-");
        return words.Length == 2 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : null;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
